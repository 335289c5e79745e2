/**
 * Three ways to one Hessian: symbolic differentiation, automatic differentiation (TensorFlow.js, float32)
 * and central differences of the gradient, compared at random points of a function of the plane.
 */

import { requireCount } from '../../src/checks.js';
import { denseHessian, finiteDifferenceHessian } from '../../src/optimizees/hessian.js';
import { Stream } from '../../src/random/stream.js';
import type { Optimizee, Vector } from '../../src/seams.js';
import { loadTensors } from '../../src/tensors/load.js';
import type { Tensor } from '../../src/tensors/tfjs-types/index.js';
import { optimizeeFromExpression } from '../../src/theory/symbolic.js';

/** What the three may differ by, relative to the largest entry (or 1): differences in float64, and float32. */
export const HESSIAN_TOLERANCES = { finiteDifference: 1e-7, automatic: 1e-4 };

/** One function. */
export interface HessianAgreementRow {
  readonly name: string;
  readonly points: number;
  /** The largest difference of an entry from the symbolic Hessian, over the largest entry (or 1, if that is less). */
  readonly finiteDifference: number;
  readonly automatic: number;
}

/** The largest differences, by function. */
export interface HessianAgreementResult {
  readonly seed: number;
  /** The TensorFlow.js backend that differentiated. */
  readonly backend: string;
  readonly rows: readonly HessianAgreementRow[];
}

/** Points are uniform in [−2, 2]². */
export async function hessianAgreement({ points = 50, seed = 1 } = {}): Promise<HessianAgreementResult> {
  requireCount('hessianAgreement', 'points', points);
  // One backend wherever it runs: another has other last digits.
  const { tf, backend, optimizeeFromTensors } = await loadTensors({ backend: 'wasm' });
  const functions: { name: string; formula: string; tensors: (x: Tensor, y: Tensor) => Tensor }[] = [
    {
      name: 'Booth',
      formula: '(x + 2y - 7)^2 + (2x + y - 5)^2',
      tensors: (x, y) => x.add(y.mul(2)).sub(7).square().add(x.mul(2).add(y).sub(5).square()),
    },
    {
      name: 'Rosenbrock',
      formula: '100(x^2 - y)^2 + (x - 1)^2',
      tensors: (x, y) => x.square().sub(y).square().mul(100).add(x.sub(1).square()),
    },
    {
      name: 'Himmelblau',
      formula: '(x^2 + y - 11)^2 + (x + y^2 - 7)^2',
      tensors: (x, y) => x.square().add(y).sub(11).square().add(x.add(y.square()).sub(7).square()),
    },
    {
      name: 'log-sum-exp',
      formula: 'log(exp(x + 3y - 1/10) + exp(x - 3y - 1/10) + exp(-x - 1/10))',
      tensors: (x, y) =>
        x
          .add(y.mul(3))
          .sub(0.1)
          .exp()
          .add(x.sub(y.mul(3)).sub(0.1).exp())
          .add(x.neg().sub(0.1).exp())
          .log(),
    },
  ];
  const rows = functions.map(({ name, formula, tensors }): HessianAgreementRow => {
    const stream = Stream.fromSeed(seed).split('hessian agreement').split(name);
    const symbolic = optimizeeFromExpression(formula);
    const automatic: Optimizee = optimizeeFromTensors({
      name,
      dimension: 2,
      value: (x) => tensors(tf.slice(x, [0], [1]), tf.slice(x, [1], [1])),
    });
    let [finiteDifference, autodiff] = [0, 0];
    for (let k = 0; k < points; k++) {
      const x = stream.uniforms(2, -2, 2);
      const exact = denseHessian(symbolic, x);
      finiteDifference = Math.max(finiteDifference, difference(exact, finiteDifferenceHessian(symbolic, x)));
      autodiff = Math.max(autodiff, difference(exact, denseHessian(automatic, x)));
    }
    return { name, points, finiteDifference, automatic: autodiff };
  });
  return { seed, backend: backend.name, rows };
}

function difference(exact: Vector, other: Vector): number {
  const scale = Math.max(1, ...exact.map(Math.abs));
  return Math.max(...exact.map((value, i) => Math.abs(value - other[i]))) / scale;
}
