/** One outer step of meta-training, by whichever estimator: what it is given, and what it says. */

import type { Divergence } from '../../optimizers/trajectory.js';
import type { Stream } from '../../random/stream.js';
import type { Task } from '../../seams.js';
import type { MetaState } from './meta-system.js';
import type { RunUnderWay } from './unrolled-system.js';

/** What happened in one outer step. */
export interface OuterRunResult {
  /** Sum of the window losses; NaN where a trajectory of batch 1 diverged. By evolution: mean over the perturbed runs. */
  readonly loss: number;
  readonly divergences: readonly Divergence[];
  /** Windows whose gradient went into no Adam step, since it was not finite, or nothing was left to count. */
  readonly skippedWindows: number;
  /** Inner steps that it took, tasks and perturbed copies counted one by one; a step of backpropagation counts as two. */
  readonly evaluations: number;
}

/** Runs the tasks of an outer step from their starts, and has Adam step. */
export interface OuterRun {
  run(tasks: readonly Task[], draws: Stream): OuterRunResult;
  /** Runs that go on in the next outer step, where starts are staggered. */
  underWay?(): RunsUnderWay;
  /** Forgets such runs: the next outer step is the first. */
  forget?(): void;
  /** Goes on with such runs, given tasks and draws of the outer step that they were begun in. */
  goOn?(underWay: RunsUnderWay, tasks: readonly Task[], draws: Stream): void;
}

/** By cohort (`staggered-run.ts`); null where none is under way. */
export type RunsUnderWay = readonly (RunUnderWay<MetaState> | null)[];

/** The first divergence of each trajectory of a batch, in whichever of its copies. */
export function divergencesOf(states: readonly MetaState[]): Divergence[] {
  return states[0].rows.flatMap(
    (_, b) => states.find(({ rows }) => rows[b].divergence)?.rows[b].divergence ?? [],
  );
}

/** When Adam steps: at each window's end, or once at the run's, on the sum of its windows' gradients. */
export type AdamEvery = 'window' | 'run';
