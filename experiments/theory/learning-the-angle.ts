/**
 * Claims C4 and C5 on quadratics: learn the angle θ by gradient descent on the loss after the step,
 *
 *     ℓ(θ) = f(z − α∇f(z)),   z = g_θ·x,   θ ← θ − η ℓ′(θ),   ℓ′ = ⟨w, ∂z/∂θ⟩,  w = (I − αH)∇f(z − α∇f(z)).
 *
 * On every ellipse of the plane (proved in `../../theory/statements.ts`, 'loss after a step')
 *
 *     ℓ = f − α(1 − α tr H/2) ‖∇f(z)‖² − 4α²(det A)² f,
 *
 * so ℓ falls as ‖∇f‖ grows if α < 2/tr H, and as ‖∇f‖ falls if α > 2/tr H. The learned θ is then the one of the
 * largest gradient (the shorter axis of the level set) for the smaller steps only; for 2/tr H < α < 2/λ_max, steps
 * for which plain gradient descent still converges, it is the longer axis. With φ the angle from the attracting axis
 * in the coordinates h(x), δ = φ shrinks by 1 − 2ηf|q₁ − q₂| a step, qᵢ = (1 − αλᵢ)².
 */

import { linearRegression } from 'simple-statistics';
import { requireCount, requireOptions, requirePositive } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { squaredNorm, sum } from '../../src/numerics/vector.js';
import { ellipse } from '../../src/optimizees/ellipse.js';
import { Stream } from '../../src/random/stream.js';
import type { Task, Vector } from '../../src/seams.js';

/** Which ellipses, steps and starts. */
export interface LearningTheAngleOptions {
  /** κ = λ_max/λ_min of the Hessian. */
  readonly conditionNumbers?: readonly number[];
  /** α tr H/2: below 1 the theory predicts the shorter axis, above 1 the longer. */
  readonly stepShares?: readonly number[];
  /** Random ellipses and starts for each pair. */
  readonly starts?: number;
  readonly iterations?: number;
  /** The share by which the angle is to shrink a step near its limit, which sets η. */
  readonly rate?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One condition number and step size. */
export interface LearningRow {
  readonly conditionNumber: number;
  /** α tr H/2. */
  readonly stepShare: number;
  /** |q₁ − q₂|: near its limit δ shrinks by 1 − 2ηf|q₁ − q₂| a step, so it sets the pace of learning. */
  readonly spread: number;
  /** α λ_max: gradient descent converges below 2. */
  readonly descentShare: number;
  readonly predicted: 'shorter axis' | 'longer axis';
  /** Starts that ended within `TOLERANCE` of the predicted axis. */
  readonly converged: Proportion;
  /** Starts from which x ended nearer to the minimum than it began. */
  readonly nearer: Proportion;
  /** The factor by which δ shrinks a step: as measured (fitted, mean over starts) and as predicted. */
  readonly measuredFactor: number;
  readonly predictedFactor: number;
}

/** What was found, row by row. */
export interface LearningTheAngleResult {
  readonly seed: number;
  readonly rows: readonly LearningRow[];
  /** δ by iteration of the first start of each row, for the picture. */
  readonly curves: readonly {
    readonly conditionNumber: number;
    readonly stepShare: number;
    readonly predictedFactor: number;
    readonly delta: readonly number[];
  }[];
}

/** An axis counts as reached within this many radians. */
const TOLERANCE = 1e-6;

/** Learns θ on random ellipses for each condition number and step size. @throws on a bad option. */
export function learningTheAngle(options: LearningTheAngleOptions = {}): LearningTheAngleResult {
  const where = 'learningTheAngle';
  requireOptions(where, options, [
    'conditionNumbers',
    'stepShares',
    'starts',
    'iterations',
    'rate',
    'seed',
    'onProgress',
  ]);
  const {
    conditionNumbers = [2, 9, 36, 100],
    stepShares = [0.1, 0.5, 0.9, 1.02, 1.3],
    starts = 100,
    iterations = 120,
    rate = 0.3,
    seed = 1,
    onProgress,
  } = options;
  requireCount(where, 'starts', starts);
  requireCount(where, 'iterations', iterations, 2);
  for (const value of [...conditionNumbers, ...stepShares]) requirePositive(where, 'a number', value);
  const root = Stream.fromSeed(seed).split('learning the angle');
  const rows: LearningRow[] = [];
  const curves: LearningTheAngleResult['curves'][number][] = [];
  for (const [index, conditionNumber] of conditionNumbers.entries()) {
    for (const stepShare of stepShares) {
      const stream = root.split(`condition ${conditionNumber} step ${stepShare}`);
      const runs = Array.from({ length: starts }, () =>
        learnAngle(randomEllipse(conditionNumber, stream), stepShare, { conditionNumber, iterations, rate }),
      );
      const count = (test: (run: LearnedAngle) => boolean) => proportion(runs.filter(test).length, starts);
      const predictedFactor = 1 - rate;
      rows.push({
        conditionNumber,
        stepShare,
        descentShare: (2 * stepShare * conditionNumber) / (1 + conditionNumber),
        spread: (4 * stepShare * Math.abs(1 - stepShare) * (conditionNumber - 1)) / (conditionNumber + 1),
        predicted: stepShare < 1 ? 'shorter axis' : 'longer axis',
        converged: count((run) => run.delta[iterations] < TOLERANCE),
        nearer: count((run) => run.distances[1] <= run.distances[0]),
        measuredFactor: runs.reduce((total, run) => total + shrinkFactor(run.delta), 0) / starts,
        predictedFactor,
      });
      curves.push({ conditionNumber, stepShare, predictedFactor, delta: runs[0].delta });
    }
    onProgress?.(index + 1, conditionNumbers.length);
  }
  return { seed, rows, curves };
}

/** One run of gradient descent on θ. */
export interface LearnedAngle {
  /** θ by iteration; 0 first. */
  readonly theta: readonly number[];
  /** The angle in the coordinates h(x) between g_θ·x and the predicted axis, by iteration. */
  readonly delta: readonly number[];
  /** ‖x − x*‖ before and after. */
  readonly distances: readonly [number, number];
}

/**
 * Gradient descent on ℓ(θ) for one ellipse.
 *
 * @param stepShare α tr H/2, not 1 (there ℓ is constant along the orbit: nothing to learn).
 */
export function learnAngle(
  { optimizee, action, start }: Task,
  stepShare: number,
  { conditionNumber, iterations, rate }: { conditionNumber: number; iterations: number; rate: number },
): LearnedAngle {
  const trace = [0, 1].reduce(
    (total, i) => total + optimizee.hessianVector(start, Float64Array.of(1 - i, i))[i],
    0,
  );
  const alpha = (2 * stepShare) / trace;
  const [smallest, largest] = [
    trace / (1 + conditionNumber),
    (trace * conditionNumber) / (1 + conditionNumber),
  ];
  const value = optimizee.value(start);
  const spread = Math.abs((1 - alpha * smallest) ** 2 - (1 - alpha * largest) ** 2); // |q₁ − q₂|
  const eta = rate / (2 * value * spread);
  const deltaAt = (x: Vector) => {
    // ‖∇f‖² runs from 2λ_min f on the longer axis to 2λ_max f on the shorter, as sin² of the angle from the longer.
    const share = (squaredNorm(optimizee.gradient(x)) / (2 * value) - smallest) / (largest - smallest);
    return Math.asin(Math.sqrt(Math.min(1, Math.max(0, stepShare < 1 ? 1 - share : share))));
  };
  const theta = [0];
  const delta = [deltaAt(start)];
  let z = start;
  for (let k = 0; k < iterations; k++) {
    theta.push(theta[k] - eta * slopeOfLoss(theta[k]));
    z = action.act(Float64Array.of(theta[k + 1]), start);
    delta.push(deltaAt(z));
  }
  const distance = (x: Vector) => Math.hypot(...sum(x, -1, optimizee.minimum!.point!));
  return { theta, delta, distances: [distance(start), distance(z)] };

  /** ℓ′(θ). */
  function slopeOfLoss(angle: number): number {
    const xi = Float64Array.of(angle);
    const here = action.act(xi, start);
    const after = sum(here, -alpha, optimizee.gradient(here));
    const pull = optimizee.gradient(after).slice();
    const w = sum(pull, -alpha, optimizee.hessianVector(here, pull));
    return action.vjp(xi, start, w).xi[0];
  }
}

/** f = ‖A(x − x*)‖² with random axes and centre, Hessian eigenvalues 2 and 2κ, from a random start. */
function randomEllipse(conditionNumber: number, stream: Stream): Task {
  const turn = stream.uniform(0, 2 * Math.PI);
  const root = Math.sqrt(conditionNumber);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const A = [[cos, sin], [-root * sin, root * cos]]; // biome-ignore format: a matrix
  return ellipse({ A, b: Array.from(stream.normals(2)) }, stream.normals(2));
}

/** exp of the slope of log δ, fitted where δ is small enough to be linear and large enough to be exact. */
function shrinkFactor(delta: readonly number[]): number {
  const points = delta
    .map((value, k) => [k, Math.log(value)])
    .filter((_, k) => delta[k] < 0.05 && delta[k] > 1e-6);
  return Math.exp(linearRegression(points).m);
}
