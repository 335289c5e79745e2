/** What {@link diagnose} says of a training: plain data, from which the figure and the text are made. */

import type { ProbedStep } from './probe.js';
import type { Reference } from './reference.js';

/** What may be wrong. */
export type FindingName =
  | 'family'
  | 'divergence'
  | 'skipped windows'
  | 'no meta-gradient'
  | 'saturated by inputs'
  | 'saturated by weights'
  | 'independent of the gradient'
  | 'inputs over many decades'
  | 'step size at its limit'
  | 'little progress';

/** One thing that is wrong, and what helps. */
export interface Finding {
  readonly name: FindingName;
  readonly problem: string;
  readonly remedy: string;
}

/** Means over some outer steps in a row; null where nothing counts. */
export interface DiagnosisPoint {
  /** The outer step in their middle. */
  readonly trajectory: number;
  readonly loss: number | null;
  /** √ mean (∂loss/∂y)² of each head, in the order of `heads`. */
  readonly emitted: readonly (number | null)[];
  /** Geometric mean of ‖update‖/‖∇f‖. */
  readonly updateRatio: number | null;
}

/** A training, looked at. */
export interface Diagnosis {
  readonly method: string;
  readonly family: string;
  /** Outer steps seen; with a training that was resumed, those since. */
  readonly outerSteps: number;
  readonly trajectories: number;
  readonly diverged: number;
  /** Of the trajectories: how many diverged at inner step t. [steps] */
  readonly divergedAt: readonly number[];
  readonly windows: number;
  readonly skippedWindows: number;
  /** Windows whose meta-gradient is zero. */
  readonly idleWindows: number;
  readonly heads: readonly string[];
  readonly curve: readonly DiagnosisPoint[];
  /** On tasks of its own, against doing nothing and gradient descent. */
  readonly reference: Reference;
  /** What the LSTM does on these tasks, by inner step. */
  readonly steps: readonly ProbedStep[];
  /** How many powers of ten the gradients at their starts span. */
  readonly decades: number;
  readonly findings: readonly Finding[];
}
