/**
 * Quadratics of any dimension and condition number: f(x) = ‖A x‖², A = diag(σ) Qᵀ, with SO(n) acting through A.
 *
 * The Hessian is 2 AᵀA, with condition number κ = (σ_max/σ_min)²; singular values are spaced evenly in the
 * logarithm, axes Q random. For n = 2 it is the paper's ellipse. How much a teleport can gain grows with κ.
 */

import { refuse, requireFinite, requireOptions, requireSize } from '../checks.js';
import { addScaled, dot, norm, scaled } from '../numerics/vector.js';
import type { Stream } from '../random/stream.js';
import type { TaskFamily, Vector } from '../seams.js';
import { affineMap } from '../symmetry/affine-map.js';
import { specialOrthogonalThrough } from '../symmetry/special-orthogonal.js';
import { squaredNorm } from './squared-norm.js';

/** Options of {@link quadratics}. */
export interface QuadraticOptions {
  /** n, 2 to 1000; 10 by default. */
  readonly dimension?: number;
  /** κ of the Hessian, 1 or more; 100 by default. */
  readonly conditionNumber?: number;
}

/** A's n² numbers, and as many for each of SO(n)'s matrices. */
const LARGEST = 1000;

/** Random axes, σ from 1 to √κ, starts x₀ ~ N(0, I). @throws if n < 2 or κ < 1. */
export function quadratics(options: QuadraticOptions = {}): TaskFamily {
  requireOptions('quadratics', options, ['dimension', 'conditionNumber']);
  const { dimension: n = 10, conditionNumber = 100 } = options;
  requireSize('quadratics', 'dimension', n, LARGEST, 2);
  if (requireFinite('quadratics', 'conditionNumber', conditionNumber) < 1) {
    refuse('quadratics', 'conditionNumber must be at least 1', conditionNumber);
  }
  const sigma = Array.from({ length: n }, (_, i) => conditionNumber ** (i / (2 * (n - 1))));
  return {
    name: 'quadratics',
    dimension: n,
    algebraDimension: (n * (n - 1)) / 2,
    configuration: { dimension: n, conditionNumber, start: 'N(0, I)' },
    sample: (stream) => {
      const Qt = randomAxes(n, stream.split('axes'));
      const A = sigma.map((s, i) => Array.from(Qt.subarray(i * n, (i + 1) * n), (q) => s * q));
      const h = affineMap(A);
      return {
        optimizee: squaredNorm('quadratic', h),
        action: specialOrthogonalThrough(h),
        start: stream.split('start').normals(n),
      };
    },
  };
}

/** An orthogonal matrix, each equally likely (Haar): Gram–Schmidt, done twice, on normal rows. [n, n] */
function randomAxes(n: number, stream: Stream): Vector {
  const Q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = Q.subarray(i * n, (i + 1) * n);
    row.set(stream.normals(n));
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = Q.subarray(j * n, (j + 1) * n);
        addScaled(row, -dot(row, other), other);
      }
      scaled(1 / norm(row), row, row);
    }
  }
  return Q;
}
