/**
 * Truncation windows and the weights of the losses in them.
 *
 * A trajectory of N observed steps e = 0 … N − 1 is cut after every e > 0 that T divides (public code): the first
 * window has T + 1 terms, the others T, and steps after the last cut train nothing.
 *
 *     uniform        w_k = 1/T
 *     exponential    w_k ∝ γ^(T−1−k), Σ w_k = 1: γ < 1 weighs the last steps most
 */

import { refuse, requireCount, requireOneOf, requireOptions, requirePositive } from '../checks.js';

export interface WeightOptions {
  /** γ, or 'uniform' (default). */
  readonly gamma?: number | 'uniform';
  /**
   * 'normalised' (default): each window's weights sum to 1, the last term's being the last. 'as-published': step e
   * has weight number e mod T, so the first window's six terms sum to more than 1, and the last term of every window
   * gets the first weight.
   */
  readonly alignment?: 'normalised' | 'as-published';
}

/** Whether the window ends with (and includes) step e. */
export function endsWindow(e: number, T: number): boolean {
  return e > 0 && e % T === 0;
}

/** Requires γ and the alignment to be in their ranges. */
export function requireWeightOptions(where: string, options: WeightOptions): void {
  requireOptions(where, options, ['gamma', 'alignment'], 'weights');
  const { gamma = 'uniform', alignment = 'normalised' } = options;
  requireOneOf(where, 'weights.alignment', alignment, ['normalised', 'as-published']);
  if (gamma !== 'uniform') requirePositive(where, 'weights.gamma', gamma);
}

/** The weight of every step 0 … steps − 1 of a trajectory cut into windows of T. */
export function lossWeights(steps: number, T: number, options: WeightOptions = {}): Float64Array {
  requireWeightOptions('lossWeights', options);
  const { gamma = 'uniform', alignment = 'normalised' } = options;
  requireCount('lossWeights', 'steps', steps);
  requireCount('lossWeights', 'window', T);
  if (T >= steps) refuse('lossWeights', `a window must end within the ${steps} steps`, T);
  const ratio = gamma === 'uniform' ? 1 : gamma;
  const weights = new Float64Array(steps);
  if (alignment === 'as-published') {
    const pattern = powers(ratio, T);
    return weights.map((_, e) => pattern[e % T]);
  }
  let start = 0;
  for (let e = 0; e < steps; e++) {
    if (endsWindow(e, T) || e === steps - 1) {
      weights.set(powers(ratio, e - start + 1), start);
      start = e + 1;
    }
  }
  return weights;
}

/** The loss of a run: the sum of its windows' losses, the mean or the least of all its losses, or its last one. */
export type OuterLoss = 'sum' | 'mean' | 'last' | 'minimum';

/** All choices of {@link OuterLoss}. */
export const outerLosses: readonly OuterLoss[] = ['sum', 'mean', 'last', 'minimum'];

/** The last step that a window ends with; steps after it train nothing. */
export function lastCut(steps: number, T: number): number {
  return T * Math.floor((steps - 1) / T);
}

/** The weight of every step in the loss of a run; 'minimum' has none, and weighs like 'mean'. */
export function outerWeights(
  loss: OuterLoss,
  steps: number,
  T: number,
  options: WeightOptions,
): Float64Array {
  const weights = lossWeights(steps, T, options); // checks its arguments
  if (loss === 'sum') return weights;
  const last = lastCut(steps, T);
  return weights.map((_, e) => (loss === 'last' ? Number(e === last) : e <= last ? 1 / (last + 1) : 0));
}

/** γ^(count−1), …, γ, 1, scaled to sum 1. */
function powers(gamma: number, count: number): Float64Array {
  const raw = Float64Array.from({ length: count }, (_, k) => gamma ** (count - 1 - k));
  const total = raw.reduce((sum, w) => sum + w, 0);
  return raw.map((w) => w / total);
}
