/** Figures 3 to 6 of the paper, and the mixed family that it describes beside them. */

import { paperMethods } from '../src/metaoptimizer/methods.js';
import {
  ellipse,
  ellipseFixed,
  ellipseVaried,
  FIXED_ELLIPSE,
  FIXED_ELLIPSE_START,
} from '../src/optimizees/ellipse.js';
import { mixed } from '../src/optimizees/families.js';
import {
  FIXED_ROSENBROCK,
  FIXED_ROSENBROCK_START,
  rosenbrock,
  rosenbrockFixed,
  rosenbrockVaried,
} from '../src/optimizees/rosenbrock.js';
import type { Task, TaskFamily } from '../src/seams.js';
import type { Experiment, Method } from './experiment.js';
import { baselines, learned } from './methods.js';

/** The paper's four methods, and the baselines. */
const METHODS: readonly Method[] = [...paperMethods.map((description) => learned(description)), ...baselines];

const onEllipse = ellipse(FIXED_ELLIPSE, FIXED_ELLIPSE_START);
const onRosenbrock = rosenbrock(FIXED_ROSENBROCK, FIXED_ROSENBROCK_START);

function figureOf(
  id: string,
  title: string,
  family: TaskFamily,
  plotted: Task,
): Experiment & { readonly plotted: Task } {
  return {
    id,
    title,
    figure: id.replace('figure-', ''),
    family,
    methods: METHODS,
    training: {},
    tuningTasks: 100,
    evaluation: { tasks: 200, steps: 12 }, // as the public code
    plotted,
    asPublished: true,
  };
}

/** Figure 3. */
export const figure3 = figureOf('figure-3', 'Figure 3: fixed ellipse', ellipseFixed, onEllipse);

/** Figure 4. */
export const figure4 = figureOf('figure-4', 'Figure 4: varied ellipses', ellipseVaried, onEllipse);

/** Figure 5. */
export const figure5 = figureOf(
  'figure-5',
  'Figure 5: fixed Rosenbrock function',
  rosenbrockFixed,
  onRosenbrock,
);

/** Figure 6. */
export const figure6 = figureOf(
  'figure-6',
  'Figure 6: varied Rosenbrock functions',
  rosenbrockVaried,
  onRosenbrock,
);

/** The mixed family of Section 5, which has no figure of its own in the paper. */
export const mixedFamily = figureOf(
  'mixed',
  'Mixed: varied ellipses and Rosenbrock functions',
  mixed,
  onRosenbrock,
);

/** In the order of the paper. */
export const figures: readonly Experiment[] = [figure3, figure4, figure5, figure6, mixedFamily];
