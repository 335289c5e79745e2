/**
 * Claim C5 on random ellipses: do teleports move iterates toward the shorter axis of the level set?
 *
 * The position on a level set is the angle β from the shorter axis in the coordinates h(x), 0 to π/2. Since
 * ‖∇f‖² + 4(det A)²‖x − x*‖² is constant on the orbit (`../../theory/statements.ts`, 'ellipse trade-off'), a smaller
 * β is a larger gradient and a smaller distance to the minimum, all three at once.
 */

import { median } from 'simple-statistics';
import { requireCount } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { norm, squaredNorm, sum } from '../../src/numerics/vector.js';
import { ellipseVaried } from '../../src/optimizees/ellipse.js';
import { denseHessian } from '../../src/optimizees/hessian.js';
import { Stream } from '../../src/random/stream.js';
import type { Task, Vector } from '../../src/seams.js';
import { type AscentOptions, teleportByAscent } from '../../src/symmetry/teleport.js';
import { spectralForm } from '../../src/theory/spectral-condition.js';

/** The teleports compared: the published fixed step, and a line search on the logarithm. */
export const AXIS_TELEPORTS: Readonly<Record<string, AscentOptions>> = {
  'fixed step 1e-3': { learningRate: 1e-3, steps: 10 },
  'fixed step 1e-1': { learningRate: 1e-1, steps: 10 },
  'line search': { learningRate: 0.1, steps: 10, objective: 'log-norm', lineSearch: true },
};

/** One teleport rule over all tasks. */
export interface TowardTheAxisRow {
  readonly teleport: string;
  /** Tasks in which the teleport reduced β. */
  readonly towardShorter: Proportion;
  /** Tasks in which it came nearer to the minimum. */
  readonly nearer: Proportion;
  /** Tasks in which it did both or neither: all, by the trade-off. */
  readonly together: Proportion;
  readonly medianBefore: number;
  readonly medianAfter: number;
}

/** What was found, by teleport rule. */
export interface TowardTheAxisResult {
  readonly seed: number;
  readonly rows: readonly TowardTheAxisRow[];
  /** β before and after of each task, by teleport, for the picture. */
  readonly angles: Readonly<Record<string, readonly (readonly [before: number, after: number])[]>>;
}

/** Teleports once on each of `tasks` random ellipses by every rule of {@link AXIS_TELEPORTS}. */
export function towardTheAxis({ tasks = 1000, seed = 1 } = {}): TowardTheAxisResult {
  requireCount('towardTheAxis', 'tasks', tasks);
  const root = Stream.fromSeed(seed).split('toward the axis');
  const drawn = Array.from({ length: tasks }, (_, i) => ellipseVaried.sample(root.split(i)));
  const angles: Record<string, (readonly [number, number])[]> = {};
  const rows = Object.entries(AXIS_TELEPORTS).map(([teleport, options]): TowardTheAxisRow => {
    const moves = drawn.map((task) => {
      const { x } = teleportByAscent(task.optimizee, task.action, task.start, options);
      const away = (point: Vector) => norm(sum(point, -1, task.optimizee.minimum!.point!));
      return {
        beta: [angleFromShorterAxis(task, task.start), angleFromShorterAxis(task, x)] as const,
        distance: [away(task.start), away(x)] as const,
      };
    });
    angles[teleport] = moves.map(({ beta }) => beta);
    const falls = ([before, after]: readonly [number, number]) => after < before;
    const count = (test: (move: (typeof moves)[number]) => boolean) =>
      proportion(moves.filter(test).length, tasks);
    return {
      teleport,
      towardShorter: count(({ beta }) => falls(beta)),
      nearer: count(({ distance }) => falls(distance)),
      together: count(({ beta, distance }) => falls(beta) === falls(distance)),
      medianBefore: median(moves.map(({ beta }) => beta[0])),
      medianAfter: median(moves.map(({ beta }) => beta[1])),
    };
  });
  return { seed, rows, angles };
}

/**
 * β: on the orbit ‖∇f‖²/2f runs from λ_min on the longer axis to λ_max on the shorter, as λ_max − (λ_max − λ_min) sin²β.
 */
export function angleFromShorterAxis({ optimizee }: Task, x: Vector): number {
  const gradient = optimizee.gradient(x).slice();
  const { eigenvalues } = spectralForm(denseHessian(optimizee, x), gradient);
  const [smallest, largest] = eigenvalues;
  const share = (largest - squaredNorm(gradient) / (2 * optimizee.value(x))) / (largest - smallest);
  return Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));
}
