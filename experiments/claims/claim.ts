/** A claim of the paper against what was found here. */

/** Whether a claim holds as stated, under conditions, or not. */
export type Verdict = 'reproduced' | 'partly' | 'not' | 'not yet checked';

/** One of C1–C8, an open question, or what goes beyond the paper, C7 mended and E1–E3; with its verdict. */
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
