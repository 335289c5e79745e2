/**
 * Claim C8 (Appendix A, Discussion): on functions that are not convex a teleport can raise ‖∇f‖ and yet move the
 * iterate away from the minimum.
 *
 * From the start of each task, teleport to the largest gradient of the whole orbit (a grid of angles), by a few steps
 * of ascent, or, for comparison, by a random angle. A teleport that raises ‖∇f‖ is counted as *away* if it ends farther from the minimum, and as
 * *harmful* if, after the same number of gradient steps with a line search, the loss is higher than without it
 * (and not both have converged): two different things, and both are reported. Ellipses are the other comparison:
 * there a larger gradient is always nearer.
 */

import { median, quantile } from 'simple-statistics';
import { requireCount, requireOptions } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { isFiniteVector, norm, squaredNorm, sum } from '../../src/numerics/vector.js';
import { ellipseVaried } from '../../src/optimizees/ellipse.js';
import { rosenbrockFixed, rosenbrockVaried } from '../../src/optimizees/rosenbrock.js';
import { Stream } from '../../src/random/stream.js';
import type { Optimizee, Task, TaskFamily, Vector } from '../../src/seams.js';
import { teleportByAscent } from '../../src/symmetry/teleport.js';

/** How many tasks, and when to compare. */
export interface HarmfulTeleportsOptions {
  readonly tasks?: number;
  /** Gradient steps after the teleport, at each of which the loss is compared. */
  readonly steps?: readonly number[];
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** How to teleport: two ways up, and a random angle for comparison. */
export type TeleportRule = 'largest on the orbit' | 'ascent' | 'random angle';

const RULES: readonly TeleportRule[] = ['largest on the orbit', 'ascent', 'random angle'];

/** One family under one rule. */
export interface HarmfulTeleportsRow {
  readonly family: string;
  readonly rule: TeleportRule;
  /** Tasks in which the teleport ended farther from the minimum, whatever ‖∇f‖ did. */
  readonly awayOfAll: Proportion;
  /** Tasks in which the teleport raised ‖∇f‖ (by more than rounding); all shares below are of these. */
  readonly raised: Proportion;
  readonly away: Proportion;
  /** By number of steps, as in {@link HarmfulTeleportsResult.steps}. */
  readonly harmful: readonly Proportion[];
  /** Quantiles 10 %, 50 %, 90 % of ‖x_after − x*‖/‖x_before − x*‖. */
  readonly distanceFactor: readonly [number, number, number];
  /** The median of ‖∇f‖ after over before. */
  readonly gradientFactor: number;
}

/** What was found, by family and rule. */
export interface HarmfulTeleportsResult {
  readonly seed: number;
  readonly steps: readonly number[];
  readonly rows: readonly HarmfulTeleportsRow[];
  /** log₁₀ of the factors of gradient norm and distance of each task, by family, for the picture. */
  readonly points: Readonly<Record<string, readonly (readonly [gradient: number, distance: number])[]>>;
}

/** Farther from the minimum, by more than rounding. */
const isAway = ({ distanceFactor }: Outcome) => distanceFactor > 1 + 1e-9;

const FAMILIES: readonly TaskFamily[] = [ellipseVaried, rosenbrockFixed, rosenbrockVaried];

/** Teleports once on every task of each family, and judges. @throws on a bad option. */
export function harmfulTeleports(options: HarmfulTeleportsOptions = {}): HarmfulTeleportsResult {
  requireOptions('harmfulTeleports', options, ['tasks', 'steps', 'seed', 'onProgress']);
  const { tasks = 1000, steps = [1, 10, 100], seed = 1, onProgress } = options;
  requireCount('harmfulTeleports', 'tasks', tasks);
  for (const count of steps) requireCount('harmfulTeleports', 'a number of steps', count);
  const root = Stream.fromSeed(seed).split('harmful teleports');
  const rows: HarmfulTeleportsRow[] = [];
  const points: Record<string, (readonly [number, number])[]> = {};
  for (const [index, family] of FAMILIES.entries()) {
    const drawn = Array.from({ length: tasks }, (_, i) => family.sample(root.split(family.name).split(i)));
    for (const rule of RULES) {
      const angles = root.split(family.name).split('random angles');
      const outcomes = drawn.map((task) => judge(task, teleported(task, rule, angles), steps));
      const raised = outcomes.filter(({ gradientFactor }) => gradientFactor > 1 + 1e-9);
      const count = (test: (outcome: Outcome) => boolean) =>
        proportion(raised.filter(test).length, raised.length);
      const factors = raised.map(({ distanceFactor }) => distanceFactor);
      rows.push({
        family: family.name,
        rule,
        awayOfAll: proportion(outcomes.filter(isAway).length, tasks),
        raised: proportion(raised.length, tasks),
        away: count(isAway),
        harmful: steps.map((_, k) => count(({ harmful }) => harmful[k])),
        distanceFactor: [quantile(factors, 0.1), median(factors), quantile(factors, 0.9)],
        gradientFactor: median(raised.map(({ gradientFactor }) => gradientFactor)),
      });
      if (rule === 'largest on the orbit') {
        points[family.name] = raised.map((outcome) => [
          Math.log10(outcome.gradientFactor),
          Math.log10(outcome.distanceFactor),
        ]);
      }
    }
    onProgress?.(index + 1, FAMILIES.length);
  }
  return { seed, steps, rows, points };
}

/** What one teleport did. */
export interface Outcome {
  readonly gradientFactor: number;
  readonly distanceFactor: number;
  /** Whether the loss is higher with the teleport than without, by number of steps. */
  readonly harmful: readonly boolean[];
}

/** Below this share of the loss at the start a run has converged, and is no worse than another that has. */
const CONVERGED = 1e-12;

/** Compares gradient descent from x with gradient descent from the task's start. */
export function judge({ optimizee, start }: Task, x: Vector, steps: readonly number[]): Outcome {
  const away = (point: Vector) => norm(sum(point, -1, optimizee.minimum!.point!));
  const most = Math.max(...steps);
  const withTeleport = descend(optimizee, x, most);
  const without = descend(optimizee, start, most);
  const floor = CONVERGED * optimizee.value(start);
  return {
    gradientFactor: norm(optimizee.gradient(x)) / norm(optimizee.gradient(start)),
    distanceFactor: away(x) / away(start),
    harmful: steps.map((count) => {
      const loss = optimizee.value(withTeleport[count]);
      return loss > floor && loss > optimizee.value(without[count]);
    }),
  };
}

function teleported({ optimizee, action, start }: Task, rule: TeleportRule, angles: Stream): Vector {
  if (rule === 'random angle') return action.act(Float64Array.of(angles.uniform(0, 2 * Math.PI)), start);
  if (rule === 'largest on the orbit') return largestGradientOnOrbit({ optimizee, action, start });
  return teleportByAscent(optimizee, action, start, {
    learningRate: 0.1,
    steps: 10,
    objective: 'log-norm',
    lineSearch: true,
  }).x;
}

/** The point of the largest gradient among `angles` evenly spaced ones of an orbit of SO(2). */
export function largestGradientOnOrbit({ optimizee, action, start }: Task, angles = 720): Vector {
  let best = start;
  let largest = squaredNorm(optimizee.gradient(start));
  for (let k = 1; k < angles; k++) {
    const x = action.act(Float64Array.of((2 * Math.PI * k) / angles), start);
    const size = squaredNorm(optimizee.gradient(x));
    if (isFiniteVector(x) && size > largest) {
      largest = size;
      best = x;
    }
  }
  return best;
}

/** The share of the expected decrease that a step must reach, and the factor by which it shrinks (Armijo). */
const SUFFICIENT_DECREASE = 1e-4;
const SHRINK = 0.5;
const MOST_SHRINKS = 60;

/** Gradient descent with backtracking: the iterates, the start first. No step size to tune between tasks. */
export function descend(f: Optimizee, start: Vector, steps: number): Vector[] {
  const path = [start];
  let step = 1;
  for (let t = 0; t < steps; t++) {
    const x = path[t];
    const g = f.gradient(x).slice();
    const value = f.value(x);
    const wanted = SUFFICIENT_DECREASE * squaredNorm(g);
    let next = x;
    step /= SHRINK ** 2; // first try a longer step than the last
    for (let k = 0; k < MOST_SHRINKS; k++, step *= SHRINK) {
      const trial = sum(x, -step, g);
      if (f.value(trial) <= value - step * wanted) {
        next = trial;
        break;
      }
    }
    path.push(next);
  }
  return path;
}
