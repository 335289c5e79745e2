/** The two-dimensional tasks that closed forms are tested on: those with a name, and arbitrary ones. */

import fc from 'fast-check';
import { BOOTH, type EllipseParameters, ellipse, FIXED_ELLIPSE } from '../../src/optimizees/ellipse.js';
import { CLASSICAL_ROSENBROCK, FIXED_ROSENBROCK, rosenbrock } from '../../src/optimizees/rosenbrock.js';
import type { Task } from '../../src/seams.js';
import { affineMap } from '../../src/symmetry/affine-map.js';
import type { Diffeomorphism } from '../../src/symmetry/diffeomorphism.js';
import { type ShearParameters, shearMap } from '../../src/symmetry/shear-map.js';

const START = Float64Array.of(1, -1);

/** One objective f = ‖h‖² with all that is known of it. */
export interface PlaneCase {
  readonly name: string;
  readonly parameters: { readonly ellipse: EllipseParameters } | { readonly rosenbrock: ShearParameters };
  readonly map: Diffeomorphism;
  readonly task: Task;
  /** How fast-check shows a counterexample. */
  readonly [fc.toStringMethod]: () => string;
}

export function ellipseCase(name: string, parameters: EllipseParameters): PlaneCase {
  const map = affineMap(parameters.A, parameters.b);
  return planeCase(name, { ellipse: parameters }, map, ellipse(parameters, START));
}

export function rosenbrockCase(name: string, parameters: ShearParameters): PlaneCase {
  return planeCase(name, { rosenbrock: parameters }, shearMap(parameters), rosenbrock(parameters, START));
}

function planeCase(
  name: string,
  parameters: PlaneCase['parameters'],
  map: Diffeomorphism,
  task: Task,
): PlaneCase {
  return { name, parameters, map, task, [fc.toStringMethod]: () => name };
}

export const namedCases: readonly PlaneCase[] = [
  ellipseCase('the fixed ellipse', FIXED_ELLIPSE),
  ellipseCase('Booth', BOOTH),
  ellipseCase('an ellipse with a reflection', { A: [[0, 2], [1, 0.5]], b: [-1, 0.3] }), // biome-ignore format: a matrix
  rosenbrockCase('the fixed Rosenbrock function', FIXED_ROSENBROCK),
  rosenbrockCase('the classical Rosenbrock function', CLASSICAL_ROSENBROCK),
  rosenbrockCase('a Rosenbrock function with every coefficient', {
    a: -0.7,
    b: 0.4,
    c: 1.3,
    d: [0.5, -0.8, 0.6],
  }),
];

/** A multiple of 2⁻¹⁰: exact in float32, and never so small that it would underflow there. */
const between = (min: number, max: number) =>
  fc.integer({ min: Math.ceil(min * 1024), max: Math.floor(max * 1024) }).map((k) => k / 1024);
/** Away from zero, where h would not be invertible. */
const nonZero = fc.oneof(between(0.3, 3), between(-3, -0.3));

/** A = R(α) diag(s₁, s₂) R(β) of condition number at most 10, det A of either sign. */
const ellipseCases: fc.Arbitrary<PlaneCase> = fc
  .tuple(between(0, 2 * Math.PI), nonZero, nonZero, between(0, 2 * Math.PI), between(-2, 2), between(-2, 2))
  .map(([alpha, s1, s2, beta, b1, b2]) => {
    const [ca, sa, cb, sb] = [Math.cos(alpha), Math.sin(alpha), Math.cos(beta), Math.sin(beta)];
    const A = [
      [s1 * ca * cb - s2 * sa * sb, -s1 * ca * sb - s2 * sa * cb],
      [s1 * sa * cb + s2 * ca * sb, -s1 * sa * sb + s2 * ca * cb],
    ];
    return ellipseCase(`ellipse ${JSON.stringify({ A, b: [b1, b2] })}`, { A, b: [b1, b2] });
  });

const rosenbrockCases: fc.Arbitrary<PlaneCase> = fc
  .tuple(nonZero, between(-2, 2), nonZero, fc.tuple(between(-2, 2), between(-2, 2), between(-2, 2)))
  .map(([a, b, c, d]) => rosenbrockCase(`rosenbrock ${JSON.stringify({ a, b, c, d })}`, { a, b, c, d }));

/** Any well-conditioned task of either kind. */
export const planeCases: fc.Arbitrary<PlaneCase> = fc.oneof(ellipseCases, rosenbrockCases);
