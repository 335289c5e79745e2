/** A claim of the paper against what was found here. */

import type { Outcome, PairComparison } from '../../src/evaluation/comparison.js';
import type { Run } from '../experiment.js';

/** The runs that a claim rests on, by the experiment's id, where there are any. */
export type RunsOf = (experiment: string) => readonly Run[] | undefined;

/** How many comparisons have that outcome. */
export function count(comparisons: readonly PairComparison[], outcome: Outcome): number {
  return comparisons.filter((comparison) => comparison.outcome === outcome).length;
}

/** Whether a claim holds as stated, under conditions, or not. */
export type Verdict = 'reproduced' | 'partly' | 'not' | 'not yet checked';

/** One of C1–C8, or an open question, with its verdict. */
export interface Claim {
  readonly id: string;
  /** What the paper says. */
  readonly statement: string;
  readonly verdict: Verdict;
  /** What was found, and where it holds, in a few sentences with their numbers. */
  readonly finding: string;
  /** The single comparisons behind the finding, where there are several. */
  readonly details?: readonly string[];
  /** The number that the verdict rests on, with its 95 % interval where it is an estimate. */
  readonly number?: number;
  readonly interval?: readonly [low: number, high: number];
  /** What the number is: the quantity, and of how many tasks, starts or seeds. Set wherever the number is. */
  readonly quantity?: string;
  /** The notebook that shows it, without extension; or a command. */
  readonly notebook: string;
}
