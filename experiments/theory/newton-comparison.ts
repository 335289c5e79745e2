/**
 * Claim C3: does a small teleport bring the next first-order step closer to Newton's?
 *
 * Over random ellipses and Rosenbrock functions: teleport a distance ε toward v⊥, take a gradient step of size
 * α (a share of 1/λ_max), and compare with Newton's step in the four ways of `../../theory/small-teleport.ts`. ε is
 * a share of ‖v⊥‖ min(1, α/|k|), k = gᵀH⁻¹g/gᵀg: of the length at which, to first order, the step would point along v₂. For each way: in how many tasks the change is toward Newton's at the smallest
 * ε, and with what order in ε the change and the remainder beyond the first-order prediction vanish (1 and 2).
 */

import { linearRegression, median } from 'simple-statistics';
import { requireCount, requireOptions, requirePositive } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { norm } from '../../src/numerics/vector.js';
import { ellipseVaried } from '../../src/optimizees/ellipse.js';
import { rosenbrockVaried } from '../../src/optimizees/rosenbrock.js';
import { Stream } from '../../src/random/stream.js';
import type { Task, TaskFamily } from '../../src/seams.js';
import { newtonDecomposition } from '../../src/theory/newton-decomposition.js';
import { compareSmallTeleport, type NewtonComparison } from '../../src/theory/small-teleport.js';
import { spectralForm } from '../../src/theory/spectral-condition.js';

export type Reading = keyof NewtonComparison;

/** The ways in which a step can be near Newton's. */
export const READINGS: readonly Reading[] = [
  'distance',
  'displacementAngle',
  'gradientAngle',
  'arrivalAngle',
];

/** Which tasks, step sizes and lengths. */
export interface NewtonComparisonOptions {
  readonly tasks?: number;
  /** α λ_max. */
  readonly stepShares?: readonly number[];
  /** ε as shares of that length. */
  readonly lengths?: readonly number[];
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One family, kind of Hessian, step size and reading. */
export interface NewtonComparisonRow {
  readonly family: string;
  /** The Hessian at the start: 'definite' (all eigenvalues positive) or 'indefinite'. */
  readonly hessian: 'definite' | 'indefinite';
  readonly stepShare: number;
  readonly reading: Reading;
  /** Tasks in which the smallest teleport brought the step closer. */
  readonly closer: Proportion;
  /** The median over tasks of the fitted slope of log|change| against log ε: 1 if the change is of first order. */
  readonly order: number;
  /** The same of |change − ε · predicted rate|; absent where no rate is predicted. */
  readonly remainderOrder?: number;
}

/** What was found, row by row. */
export interface NewtonComparisonResult {
  readonly seed: number;
  readonly lengths: readonly number[];
  readonly rows: readonly NewtonComparisonRow[];
  /** Median change of each reading over definite tasks of the first family, by ε, for the first step share. */
  readonly curves: readonly { readonly reading: Reading; readonly change: readonly number[] }[];
}

const FAMILIES: readonly TaskFamily[] = [ellipseVaried, rosenbrockVaried];

/** Compares on tasks of both families, those of definite and of indefinite Hessian apart. @throws on a bad option. */
export function newtonComparison(options: NewtonComparisonOptions = {}): NewtonComparisonResult {
  requireOptions('newtonComparison', options, ['tasks', 'stepShares', 'lengths', 'seed', 'onProgress']);
  const { tasks = 400, stepShares = [0.1, 0.5, 1, 1.5, 1.9], seed = 1, onProgress } = options;
  const { lengths = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4] } = options;
  requireCount('newtonComparison', 'tasks', tasks);
  for (const length of lengths) requirePositive('newtonComparison', 'a length', length);
  const root = Stream.fromSeed(seed).split('newton comparison');
  const rows: NewtonComparisonRow[] = [];
  let curves: NewtonComparisonResult['curves'] = [];
  for (const [index, family] of FAMILIES.entries()) {
    const drawn = Array.from({ length: tasks }, (_, i) => family.sample(root.split(family.name).split(i)));
    for (const hessian of ['definite', 'indefinite'] as const) {
      const chosen = drawn.map(describe).filter((task) => task?.hessian === hessian) as DescribedTask[];
      if (chosen.length === 0) continue;
      for (const stepShare of stepShares) {
        const runs = chosen.map((task) => changesOf(task, stepShare, lengths));
        for (const reading of READINGS) {
          rows.push({ family: family.name, hessian, stepShare, ...summary(runs, reading, lengths) });
        }
        if (curves.length === 0) {
          curves = READINGS.map((reading) => ({
            reading,
            change: lengths.map((_, k) => median(runs.map((run) => run[k].change[reading]))),
          }));
        }
      }
    }
    onProgress?.(index + 1, FAMILIES.length);
  }
  return { seed, lengths, rows, curves };
}

interface DescribedTask {
  readonly task: Task;
  readonly hessian: 'definite' | 'indefinite';
  /** λ_max, ‖v⊥‖ and |k| at the start. */
  readonly largestEigenvalue: number;
  readonly across: number;
  readonly ratio: number;
}

/** Leaves out tasks that start at a singular Hessian, where Newton's step is not defined. */
function describe(task: Task): DescribedTask | undefined {
  try {
    const { gradient, hessian, parallel, perpendicular } = newtonDecomposition(task.optimizee, task.start);
    const { eigenvalues } = spectralForm(hessian, gradient);
    return {
      task,
      hessian: eigenvalues[0] > 0 ? 'definite' : 'indefinite',
      largestEigenvalue: eigenvalues[eigenvalues.length - 1],
      across: norm(perpendicular),
      ratio: norm(parallel) / norm(gradient),
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Change {
  readonly change: NewtonComparison;
  readonly epsilon: number;
  readonly rates: Partial<NewtonComparison>;
}

function changesOf(described: DescribedTask, stepShare: number, lengths: readonly number[]): Change[] {
  const { task, largestEigenvalue, across, ratio } = described;
  const alpha = stepShare / largestEigenvalue;
  return lengths.map((length) => {
    const epsilon = length * across * Math.min(1, alpha / ratio);
    const { before, after, rates } = compareSmallTeleport(
      task.optimizee,
      task.action,
      task.start,
      alpha,
      epsilon,
    );
    const change = Object.fromEntries(READINGS.map((key) => [key, after[key] - before[key]]));
    return { epsilon, rates, change: change as unknown as NewtonComparison };
  });
}

function summary(runs: readonly Change[][], reading: Reading, lengths: readonly number[]) {
  const smallest = lengths.indexOf(Math.min(...lengths));
  const closer = runs.filter((run) => run[smallest].change[reading] < 0).length;
  const predicted = runs[0][0].rates[reading] !== undefined;
  return {
    reading,
    closer: proportion(closer, runs.length),
    order: median(runs.map((run) => slope(run, ({ change }) => change[reading]))),
    ...(predicted && {
      remainderOrder: median(
        runs.map((run) =>
          slope(run, ({ change, rates, epsilon }) => change[reading] - epsilon * rates[reading]!),
        ),
      ),
    }),
  };
}

/** The slope of log|size| against log ε. */
function slope(run: readonly Change[], size: (change: Change) => number): number {
  return linearRegression(run.map((change) => [Math.log(change.epsilon), Math.log(Math.abs(size(change)))]))
    .m;
}
