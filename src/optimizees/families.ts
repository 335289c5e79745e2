/** The two-dimensional task families of the paper (Section 5, Figures 3–6), by name. */

import { requireOneOf } from '../checks.js';
import type { TaskFamily } from '../seams.js';
import { ellipseFixed, ellipseVaried } from './ellipse.js';
import { rosenbrockFixed, rosenbrockVaried } from './rosenbrock.js';

/** A varied ellipse or a varied Rosenbrock function, with probability ½ each. */
export const mixed: TaskFamily = {
  name: 'mixed',
  dimension: 2,
  algebraDimension: 1,
  configuration: { 'ellipse-varied': 0.5, 'rosenbrock-varied': 0.5 },
  sample: (stream) => (stream.uniform() < 0.5 ? ellipseVaried : rosenbrockVaried).sample(stream),
};

const FAMILIES: readonly TaskFamily[] = [
  ellipseFixed,
  ellipseVaried,
  rosenbrockFixed,
  rosenbrockVaried,
  mixed,
];

/** The names that {@link familyNamed} knows. */
export const familyNames: readonly string[] = FAMILIES.map((family) => family.name);

/** The family of that name. @throws on an unknown name. */
export function familyNamed(name: string): TaskFamily {
  requireOneOf('familyNamed', 'name', name, familyNames);
  return FAMILIES.find((family) => family.name === name)!;
}
