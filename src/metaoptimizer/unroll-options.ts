/** Options of the inner loop, in training and in use. */

import { refuse } from '../checks.js';
import type { CompleteDistanceTerm } from './distance-term.js';

/** Options of the inner loop. */
export interface UnrollOptions {
  /** An update that would raise the loss by more than this factor is refused; 'off' by default. */
  readonly safeguardFactor?: number | 'off';
}

/** The same of a training. */
export interface TrainedUnrollOptions extends UnrollOptions {
  /** What a step counts beside its loss; nothing by default. */
  readonly distanceTerm?: CompleteDistanceTerm;
}

/** Requires 'off', or a factor from 1 on. */
export function requireSafeguard(where: string, factor: number | 'off'): void {
  if (factor !== 'off' && !(typeof factor === 'number' && factor >= 1)) {
    refuse(where, "safeguardFactor must be at least 1, or 'off'", factor);
  }
}
