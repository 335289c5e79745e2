/**
 * Claims C1 and C2 by trial: on random positive definite H and random g, the derivative of ‖∇L‖² along v⊥, in
 * units of 2‖g‖², is the gap (gᵀHg)(gᵀH⁻¹g)/(gᵀg)² − 1 of Lemma A.1. It is never negative, and never above
 * Kantorovich's (κ − 1)²/(4κ). The proof for all n is in `../../theory/statements.ts`; this is the check that
 * code and proof speak of the same thing.
 */

import { median } from 'simple-statistics';
import { requireCount, requireOptions } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { squaredNorm } from '../../src/numerics/vector.js';
import { Stream } from '../../src/random/stream.js';
import { decomposeNewton } from '../../src/theory/newton-decomposition.js';
import { kantorovichBound } from '../../src/theory/spectral-condition.js';
import { logUniformSpectrum, symmetricWithSpectrum } from './random-matrices.js';

/** What to draw. */
export interface DefiniteMatricesOptions {
  readonly dimensions?: readonly number[];
  readonly matricesPerDimension?: number;
  /** κ is log-uniform between 1.1 and this; 10⁴ by default. */
  readonly largestConditionNumber?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** One dimension. */
export interface DefiniteMatricesRow {
  readonly n: number;
  readonly matrices: number;
  /** Matrices with a negative derivative. */
  readonly violations: number;
  /** Of derivative/(2‖g‖²). */
  readonly smallestGap: number;
  readonly medianGap: number;
  readonly largestGap: number;
  /** The largest share of Kantorovich's bound that a gap took; at most 1. */
  readonly largestShareOfBound: number;
}

/** What was found, in all and by dimension. */
export interface DefiniteMatricesResult {
  readonly seed: number;
  readonly rows: readonly DefiniteMatricesRow[];
  /** Violations over all matrices. */
  readonly violations: Proportion;
  /** κ and gap of each matrix, for the picture. */
  readonly points: readonly { readonly n: number; readonly conditionNumber: number; readonly gap: number }[];
}

/** Draws the matrices, a stream a dimension. @throws on a bad option. */
export function definiteMatrices(options: DefiniteMatricesOptions = {}): DefiniteMatricesResult {
  requireOptions('definiteMatrices', options, [
    'dimensions',
    'matricesPerDimension',
    'largestConditionNumber',
    'seed',
    'onProgress',
  ]);
  const { dimensions = [2, 3, 5, 10, 20, 35, 50], matricesPerDimension = 500 } = options;
  const { largestConditionNumber = 1e4, seed = 1, onProgress } = options;
  requireCount('definiteMatrices', 'matricesPerDimension', matricesPerDimension);
  const root = Stream.fromSeed(seed).split('definite matrices');
  const points: { n: number; conditionNumber: number; gap: number }[] = [];
  const rows = dimensions.map((n, index): DefiniteMatricesRow => {
    requireCount('definiteMatrices', 'a dimension', n, 2);
    const stream = root.split(n);
    const gaps: number[] = [];
    let largestShareOfBound = 0;
    for (let k = 0; k < matricesPerDimension; k++) {
      const conditionNumber = Math.exp(stream.uniform(Math.log(1.1), Math.log(largestConditionNumber)));
      const H = symmetricWithSpectrum(logUniformSpectrum(n, conditionNumber, stream), stream);
      const g = stream.normals(n);
      const gap = decomposeNewton(g, H).derivative / (2 * squaredNorm(g));
      gaps.push(gap);
      points.push({ n, conditionNumber, gap });
      largestShareOfBound = Math.max(largestShareOfBound, gap / kantorovichBound(conditionNumber));
    }
    onProgress?.(index + 1, dimensions.length);
    return {
      n,
      matrices: matricesPerDimension,
      violations: gaps.filter((gap) => gap < 0).length,
      smallestGap: Math.min(...gaps),
      medianGap: median(gaps),
      largestGap: Math.max(...gaps),
      largestShareOfBound,
    };
  });
  const violations = rows.reduce((total, row) => total + row.violations, 0);
  return { seed, rows, violations: proportion(violations, points.length), points };
}
