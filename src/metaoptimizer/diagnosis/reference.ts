/**
 * What a meta-loss is worth: the same sum of weighted losses for an optimizer that does nothing, and for gradient descent with the best
 * of a few step sizes, on the same tasks.
 *
 *     progress = (L(nothing) − L) / (L(nothing) − L(GD)):   0 where nothing is learned, 1 where it is as good as gradient descent
 */

import { median } from 'simple-statistics';
import { norm, sum } from '../../numerics/vector.js';
import { nanOutside } from '../../optimizees/outside.js';
import { gradientDescent } from '../../optimizers/gradient-descent.js';
import type { Task, Vector } from '../../seams.js';
import { meanOfFinite } from '../estimators/unrolled-system.js';

/** Mean meta-losses of the tasks, and how they compare task by task; NaN where none counts. */
export interface Reference {
  readonly nothing: number;
  readonly gradientDescent: number;
  /** The step size chosen; undefined where every one diverged. */
  readonly learningRate: number | undefined;
  /** Of the learned optimizer, on the tasks on which it did not diverge. */
  readonly learned: number;
  /** Medians over tasks; a task on which it diverged counts as worse than any other. */
  readonly progress: number;
  /** Share of the tasks on which the learned optimizer's meta-loss is below that of doing nothing. */
  readonly better: number;
}

/** Step sizes tried, times 1/curvature at the starts. */
const FACTORS = [1.5, 0.5, 0.15, 0.05, 0.01, 0.002];

/** Compares losses [task][t] weighted by `weights` [steps]. */
export function reference(
  tasks: readonly Task[],
  weights: Vector,
  learned: readonly Float64Array[],
): Reference {
  const steps = weights.length;
  const metaLoss = (losses: ArrayLike<number>) => {
    let total = 0;
    for (let e = 0; e < steps; e++) if (weights[e] > 0) total += weights[e] * losses[e];
    return total;
  };
  const idle = tasks.map(({ optimizee, start }) => {
    const loss = nanOutside(optimizee).value(start);
    return metaLoss(new Float64Array(steps).fill(loss));
  });
  const curvature = median(
    tasks
      .map(curvatureAtStart)
      .filter((one) => one > 0)
      .concat(Number.MIN_VALUE),
  );
  const tried = FACTORS.map((factor) => {
    const learningRate = factor / curvature;
    if (!Number.isFinite(learningRate)) return { learningRate, losses: idle.map(() => Number.NaN) };
    const runs = gradientDescent({ learningRate }).run(tasks, steps - 1);
    return { learningRate, losses: runs.map(({ losses }) => metaLoss(losses)) };
  });
  const score = (losses: readonly number[]) =>
    median(losses.map((loss) => (Number.isNaN(loss) ? Number.MAX_VALUE : loss)));
  const best = tried.reduce((a, b) => (score(b.losses) < score(a.losses) ? b : a));
  const own = learned.map(metaLoss);
  const shares = own.map((loss, i) => {
    const gain = idle[i] - best.losses[i];
    if (Number.isNaN(loss)) return Number.NEGATIVE_INFINITY;
    return gain > 0 ? (idle[i] - loss) / gain : Math.sign(idle[i] - loss);
  });
  return {
    nothing: meanOfFinite(idle),
    gradientDescent: meanOfFinite(best.losses),
    learningRate:
      Number.isFinite(score(best.losses)) && score(best.losses) < Number.MAX_VALUE
        ? best.learningRate
        : undefined,
    learned: meanOfFinite(own),
    progress: median(shares),
    better: own.filter((loss, i) => loss < idle[i]).length / own.length,
  };
}

/** ‖∇f(x − h ∇f) − ∇f(x)‖ / h‖∇f‖, by gradients alone. */
function curvatureAtStart({ optimizee, start }: Task): number {
  const f = nanOutside(optimizee);
  const gradient = f.gradient(start).slice();
  const h = (1e-3 * Math.max(1, norm(start))) / norm(gradient);
  const change = sum(f.gradient(sum(start, -h, gradient)).slice(), -1, gradient);
  return norm(change) / (h * norm(gradient));
}
