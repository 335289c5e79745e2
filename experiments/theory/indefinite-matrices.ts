/**
 * Open question Q2 by trial: how often does the inequality of Proposition 4.1 hold where H is not definite?
 *
 * It holds exactly where Σ_{i<j} pᵢpⱼ (λᵢ − λⱼ)²/(λᵢλⱼ) ≥ 0 (see `../../theory/spectral-condition.ts`), so only the
 * eigenvalues and the weights of g on them matter. Here |λ| is log-uniform in [1, κ], `negative` signs are minus,
 * and g ~ N(0, I).
 */

import { requireCount, requireOptions } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { Stream } from '../../src/random/stream.js';
import { spectralFormOf } from '../../src/theory/spectral-condition.js';
import { isotropicWeights, logUniformSpectrum } from './random-matrices.js';

/** What to draw. */
export interface IndefiniteMatricesOptions {
  readonly dimensions?: readonly number[];
  /** Shares of negative eigenvalues, rounded to a whole number of at least 1 and at most n − 1. */
  readonly negativeShares?: readonly number[];
  readonly conditionNumbers?: readonly number[];
  readonly samples?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One dimension, inertia and condition number. */
export interface IndefiniteMatricesRow {
  readonly n: number;
  /** Negative eigenvalues. */
  readonly negative: number;
  readonly conditionNumber: number;
  /** How often the derivative along v⊥ was ≥ 0. */
  readonly holds: Proportion;
}

/** What was found, row by row. */
export interface IndefiniteMatricesResult {
  readonly seed: number;
  readonly rows: readonly IndefiniteMatricesRow[];
}

/** Draws spectra and gradients, a stream a row. @throws on a bad option. */
export function indefiniteMatrices(options: IndefiniteMatricesOptions = {}): IndefiniteMatricesResult {
  requireOptions('indefiniteMatrices', options, [
    'dimensions',
    'negativeShares',
    'conditionNumbers',
    'samples',
    'seed',
    'onProgress',
  ]);
  const {
    dimensions = [2, 3, 5, 10, 50],
    negativeShares = [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    conditionNumbers = [2, 10, 100, 1000],
    samples = 2000,
    seed = 1,
    onProgress,
  } = options;
  requireCount('indefiniteMatrices', 'samples', samples);
  const root = Stream.fromSeed(seed).split('indefinite matrices');
  const rows: IndefiniteMatricesRow[] = [];
  for (const [index, n] of dimensions.entries()) {
    requireCount('indefiniteMatrices', 'a dimension', n, 2);
    const negatives = negativeShares.map((share) => Math.min(n - 1, Math.max(1, Math.round(share * n))));
    for (const negative of new Set(negatives)) {
      for (const conditionNumber of conditionNumbers) {
        const stream = root.split(`n=${n} negative=${negative} condition=${conditionNumber}`);
        let holds = 0;
        for (let k = 0; k < samples; k++) {
          const eigenvalues = logUniformSpectrum(n, conditionNumber, stream, negative);
          if (spectralFormOf(eigenvalues, isotropicWeights(n, stream)).excess >= 0) holds++;
        }
        rows.push({ n, negative, conditionNumber, holds: proportion(holds, samples) });
      }
    }
    onProgress?.(index + 1, dimensions.length);
  }
  return { seed, rows };
}
