/**
 * Newton's method, plain: what a teleport is compared with in the paper's Section 4.1.
 *
 *     x ← x − η (∇²f(x) + λ I)⁻¹ ∇f(x)
 *
 * It goes to a stationary point of any kind: where the Hessian is indefinite that may be a saddle. A step costs n
 * Hessian–vector products and n³/3 multiplications; where the matrix is singular the run has diverged.
 */

import { refuse, requireFinite, requireOptions, requirePositive, requireText } from '../checks.js';
import { factorize, solveFactored } from '../numerics/lu.js';
import { sum } from '../numerics/vector.js';
import { denseHessian } from '../optimizees/hessian.js';
import type { Optimizer, Setting } from './optimizer.js';
import { runOnTasks } from './run.js';

/** Options of {@link newton}. */
export interface NewtonOptions {
  /** η; default 1, which finds the minimum of a quadratic function in one step. */
  readonly stepSize?: number;
  /** λ ≥ 0, which shortens steps along flat directions (Levenberg 1944); default 0. */
  readonly damping?: number;
  readonly name?: string;
}

/**
 * Newton's method; its state is the setting, since each step asks the optimizee for its Hessian.
 *
 * @throws unless η > 0 and λ ≥ 0; in `init`, without an optimizee.
 *
 * @example
 * ```ts
 * import { ellipse, newton } from 'orbit-l2o';
 *
 * const task = ellipse({ A: [[0.5, 0], [0, 3]], b: [0, 0] }, Float64Array.of(-5, 3.5));
 * console.log(newton().run([task], 1)[0].losses[1] < 1e-24); // true
 * ```
 */
export function newton(options: NewtonOptions = {}): Optimizer<Setting> {
  requireOptions('newton', options, ['stepSize', 'damping', 'name']);
  const { stepSize = 1, damping = 0, name = 'Newton' } = options;
  requireText('newton', 'name', name);
  requirePositive('newton', 'stepSize', stepSize);
  if (requireFinite('newton', 'damping', damping) < 0)
    refuse('newton', 'damping must not be negative', damping);
  const optimizer: Omit<Optimizer<Setting>, 'run'> = {
    name,
    configuration: { method: 'Newton', stepSize, damping },
    init: (_x, setting = {}) => setting,
    update: (setting, gradient, x) => {
      const optimizee =
        setting.optimizee ?? refuse(name, 'init must be given the optimizee', setting.optimizee);
      const n = x.length;
      const H = denseHessian(optimizee, x);
      for (let i = 0; i < n; i++) H[i * n + i] += damping;
      const pivots = new Int32Array(n);
      const direction = factorize(H, n, pivots)
        ? solveFactored(H, pivots, gradient.slice(), n, 1)
        : new Float64Array(n).fill(Number.NaN);
      return {
        x: sum(x, -stepSize, direction),
        state: setting,
        evaluations: { gradients: 1, hessianVectors: n },
      };
    },
  };
  return { ...optimizer, run: (tasks, steps) => runOnTasks(optimizer, tasks, steps) };
}
