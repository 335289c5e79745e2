/**
 * The choice of the mend of `network-mended.ts`: LSTM(lr, tele, momentum) trained by each candidate at seeds of its own, and run on
 * tasks drawn from those seeds' streams. Neither the seeds nor the tasks are those of an experiment.
 *
 *     score    mean over seeds and tasks of log₁₀ f after the last epoch, of the runs that have not diverged
 *
 * The rule: of the candidates without a diverged run, that of the lowest score; where all diverge somewhere, of the fewest. What it
 * gave (`measureCandidate` makes a row anew in some ten seconds), a mean over seeds 101 to 103, 10 tasks each:
 *
 *     candidate                                score    diverged    β at the end, by seed
 *     as figure-7-longer                        1.18       0        0.27  0.15  0.17
 *     windows of 20                             1.18       0        0.29  0.19  0.17
 *     β₀ = 0.9                                  1.20       0        0.40  0.22  0.47
 *     s = 4                                     1.20       0        0.37  0.11  0.05
 *     ‖g‖ ≤ 1                                   0.36       0        0.99  0.99  0.99
 *     ‖g‖ ≤ 10                                  0.39       0        0.99  0.99  0.99
 *     ‖g‖ ≤ 100                                 1.03       0        0.92  0.32  0.27
 *     ‖g‖ ≤ 10, safeguard 100                   0.38       0        0.99  0.99  0.99
 *     ‖g‖ ≤ 10, safeguard 2                     0.36       0        0.99  0.99  0.99
 *     ‖g‖ ≤ 10, safeguard 2, β₀ = 0.9           0.40       0        0.99  0.99  0.98
 *     ‖g‖ ≤ 10, safeguard 2, ‖T‖ < 0.1          0.06       0        0.91  0.94  0.96      taken
 *     ‖g‖ ≤ 10, safeguard 2, ‖T‖ < 0.5          2.71       8        0.50  0.54  0.55
 */

import { mean } from 'simple-statistics';
import { testTasks } from '../src/evaluation/evaluate.js';
import { summarise } from '../src/evaluation/statistics.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import { learnedOptimizer } from '../src/metaoptimizer/learned-optimizer.js';
import { metaTrain } from '../src/metaoptimizer/meta-train.js';
import type { MetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import type { TaskFamily } from '../src/seams.js';
import { NETWORK_SCHEDULE, SHOWN_EPOCHS, STEP_SIZE_TRAINING, stepSizeLstm } from './network-figures.js';
import { type Mended, mendedLstm } from './network-mended.js';
import { trainingStream } from './streams.js';

/** Seeds of the choice; experiments have 1 to 10. */
export const CHOICE_SEEDS: readonly number[] = [101, 102, 103];

/** A way to train LSTM(lr, tele, momentum). */
export interface Candidate {
  readonly name: string;
  readonly description: MetaOptimizerDescription;
  readonly training: MetaTrainOptions;
}

const HEADS = { teleport: true, momentum: true };
const PUBLISHED = { elementSize: { exactly: 0.01 } } as const;

/** c of ‖g‖ ≤ c, and the safeguard's factor; what is left out is off. */
interface Mend extends Partial<Mended> {
  readonly clipNorm?: number;
  readonly safeguardFactor?: number;
}

function mended(name: string, { clipNorm, safeguardFactor, ...heads }: Mend = {}): Candidate {
  const adam = { learningRate: 1e-3, ...(clipNorm && { clipNorm }) };
  return {
    name,
    description: mendedLstm(name, HEADS, { ...PUBLISHED, ...heads }),
    training: {
      ...STEP_SIZE_TRAINING,
      trajectories: 100,
      window: 20,
      adam,
      ...(safeguardFactor && { safeguardFactor }),
    },
  };
}

/** Without clipping, with it at three norms, and on top of that the other options. */
export const momentumCandidates: readonly Candidate[] = [
  {
    name: 'as figure-7-longer',
    description: stepSizeLstm('as figure-7-longer', HEADS, { teleport: NETWORK_SCHEDULE }),
    training: { ...STEP_SIZE_TRAINING, trajectories: 100, adam: { learningRate: 1e-3 } },
  },
  mended('windows of 20'),
  mended('β₀ = 0.9', { momentum: { initial: 0.9 } }),
  mended('s = 4', { momentum: { scale: 4 } }),
  mended('‖g‖ ≤ 1', { clipNorm: 1 }),
  mended('‖g‖ ≤ 10', { clipNorm: 10 }),
  mended('‖g‖ ≤ 100', { clipNorm: 100 }),
  mended('‖g‖ ≤ 10, safeguard 100', { clipNorm: 10, safeguardFactor: 100 }),
  mended('‖g‖ ≤ 10, safeguard 2', { clipNorm: 10, safeguardFactor: 2 }),
  mended('‖g‖ ≤ 10, safeguard 2, β₀ = 0.9', { clipNorm: 10, safeguardFactor: 2, momentum: { initial: 0.9 } }),
  mended('‖g‖ ≤ 10, safeguard 2, ‖T‖ < 0.1', {
    clipNorm: 10,
    safeguardFactor: 2,
    elementSize: { atMost: 0.1 },
  }),
  mended('‖g‖ ≤ 10, safeguard 2, ‖T‖ < 0.5', {
    clipNorm: 10,
    safeguardFactor: 2,
    elementSize: { atMost: 0.5 },
  }),
];

/** How a candidate did at a seed. */
export interface ChoiceRow {
  readonly candidate: string;
  readonly seed: number;
  readonly score: number;
  /** The same after {@link SHOWN_EPOCHS}. */
  readonly shown: number;
  readonly divergedInTraining: number;
  readonly diverged: number;
  /** Median β over tasks, after the first window of 20 and at the end. */
  readonly momentum: readonly [number, number];
}

/** Trains a candidate at a seed, and runs it on that seed's own tasks. */
export function measureCandidate(
  { name, description, training }: Candidate,
  family: TaskFamily,
  seed: number,
  { tasks = 10, steps = 300 }: { readonly tasks?: number; readonly steps?: number } = {},
): ChoiceRow {
  const stream = trainingStream(seed, family);
  const trained = metaTrain(description, family, stream, training);
  const optimizer = learnedOptimizer(description, trained.state.parameters);
  const runs = optimizer.run(testTasks(family, stream.split('choice'), tasks), steps);
  const alive = runs.filter(({ divergence }) => divergence === undefined);
  const scoreAt = (t: number) =>
    alive.length === 0 ? Number.NaN : mean(alive.map(({ losses }) => Math.log10(losses[Math.min(t, steps)])));
  const medianAt = (t: number) => summarise(alive.map(({ coefficients }) => coefficients!.momenta[t])).median;
  return {
    candidate: name,
    seed,
    score: scoreAt(steps),
    shown: scoreAt(SHOWN_EPOCHS),
    divergedInTraining: trained.diverged,
    diverged: runs.length - alive.length,
    momentum: [medianAt(Math.min(20, steps - 1)), medianAt(steps - 1)],
  };
}

/** The candidate that the rule takes. */
export function chosenCandidate(rows: readonly ChoiceRow[]): string {
  const names = [...new Set(rows.map(({ candidate }) => candidate))];
  const judged = names.map((name) => {
    const own = rows.filter(({ candidate }) => candidate === name);
    const diverged = own.reduce((sum, row) => sum + row.diverged, 0);
    const score = mean(own.map((row) => row.score));
    return { name, diverged, score: Number.isNaN(score) ? Infinity : score };
  });
  judged.sort((a, b) => a.diverged - b.diverged || a.score - b.score);
  return judged[0].name;
}
