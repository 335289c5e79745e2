/**
 * Rotations of some coordinates of h(x) among each other: SO(k₁) × … × SO(k_p) acting through a map h of ℝⁿ, Σ k_i ≤ n.
 *
 *     g·x = h⁻¹(R h(x)),   R = diag(exp(T₁), …, exp(T_p), I),   T_i skew-symmetric,   f(g·x) = f(x) for f = ‖h‖².
 *
 * `special-orthogonal.ts` is the case of one block, k₁ = n; SO(k) on k of n coordinates is one block
 * of k, and a torus is blocks of 2 each. Orbits are spheres' products, of dimension Σ (k_i − 1), so the blocks say how large an
 * orbit is. Coordinates after the last block stay. ξ lists the blocks' entries one block after the other, each in the order of
 * `matrix-algebra.ts`. With y = h(x), r = R y, z = h⁻¹(r), J = Dh:
 *
 *     generator     J(x)⁻¹ T y
 *     vjp           r̄ = J(z)⁻ᵀ z̄,   T̄_i = D exp(T_i)ᵀ (r̄_i y_iᵀ),   x̄ = J(x)ᵀ Rᵀ r̄
 *     generatorVjp  with c = J⁻ᵀw and u = J⁻¹Ty:  JᵀTᵀc − Σᵢ cᵢ ∇²hᵢ u
 */

import { refuse } from '../checks.js';
import { multiply, multiplyAtB } from '../numerics/dense.js';
import { into } from '../numerics/into.js';
import { matrixExponential } from '../numerics/matrix-exponential.js';
import type { GroupAction, Vector } from '../seams.js';
import { type Diffeomorphism, requireDiffeomorphism } from './diffeomorphism.js';
import { type MatrixAlgebra, specialOrthogonalAlgebra } from './matrix-algebra.js';

/** One SO(k), on coordinates from … from + k − 1 of h(x) and on entries at … of ξ. */
interface Block {
  readonly algebra: MatrixAlgebra;
  readonly from: number;
  readonly at: number;
  readonly exponential: ReturnType<typeof matrixExponential>;
  readonly T: Vector; // [k, k]
  readonly R: Vector; // [k, k]
}

/** The rotations of blocks of these sizes. @throws unless there is a block, each has two coordinates or more, and all fit in h's. */
export function blockRotationsThrough(h: Diffeomorphism, sizes: readonly number[]): GroupAction {
  requireDiffeomorphism('blockRotationsThrough', h);
  const n = h.dimension;
  const total = sizes.reduce((sum, k) => sum + k, 0);
  if (sizes.length === 0 || !(total <= n))
    refuse('blockRotationsThrough', `sizes must be of one block or more, ${n} in all at most`, sizes);
  let from = 0;
  let m = 0;
  const blocks = sizes.map((k): Block => {
    const algebra = specialOrthogonalAlgebra(k);
    const [T, R] = [new Float64Array(k * k), new Float64Array(k * k)];
    const block = { algebra, from, at: m, exponential: matrixExponential(k), T, R };
    from += k;
    m += algebra.dimension;
    return block;
  });
  const [y, r, z, rBar, turned] = Array.from({ length: 5 }, () => new Float64Array(n));
  const part = ({ algebra, at }: Block, xi: Vector) => xi.subarray(at, at + algebra.dimension);
  const own = ({ algebra, from: start }: Block, v: Vector) => v.subarray(start, start + algebra.k);

  /** r ← R y, y = h(x), leaving every block's R behind. */
  const rotated = (xi: Vector, x: Vector): Vector => {
    r.set(into(y, 'map', h.map(x, y)));
    for (const block of blocks) {
      const { algebra, exponential, T, R } = block;
      exponential.exp(algebra.matrix(part(block, xi), T), R);
      multiply(R, own(block, y), algebra.k, algebra.k, 1, own(block, r));
    }
    return r;
  };
  /** T h(x), blocks alone; 0 elsewhere. */
  const velocity = (xi: Vector, x: Vector): Vector => {
    into(y, 'map', h.map(x, y));
    r.fill(0);
    for (const block of blocks) {
      const { algebra, T } = block;
      multiply(algebra.matrix(part(block, xi), T), own(block, y), algebra.k, algebra.k, 1, own(block, r));
    }
    return r;
  };
  const blockwise = (combine: (block: Block) => Vector): Vector => {
    const out = new Float64Array(m);
    for (const block of blocks) part(block, out).set(combine(block));
    return out;
  };

  return {
    name: `${blocks.map(({ algebra }) => algebra.group).join(' × ')} through ${h.name}`,
    algebraDimension: m,
    dimension: n,
    invariance: 'exact',
    act: (xi, x, out = new Float64Array(n)) => h.inverse(rotated(xi, x), out),
    vjp: (xi, x, w, out = { xi: new Float64Array(m), x: new Float64Array(n) }) => {
      into(rBar, 'inverseVjp', h.inverseVjp(h.inverse(rotated(xi, x), z), w, rBar));
      turned.set(rBar);
      for (const block of blocks) {
        const { algebra, exponential, R } = block;
        const { k } = algebra;
        const RBar = multiply(own(block, rBar), own(block, y), k, 1, k, new Float64Array(k * k));
        algebra.cotangent(exponential.pullBack(RBar, new Float64Array(k * k)), part(block, out.xi));
        multiplyAtB(R, own(block, rBar), k, k, 1, own(block, turned));
      }
      into(out.x, 'vjp', h.vjp(x, turned, out.x));
      return out;
    },
    generator: (xi, x, out = new Float64Array(n)) => h.inverseJvp(x, velocity(xi, x), out),
    generatorVjp: (xi, x, w, out = new Float64Array(n)) => {
      const direction = h.inverseJvp(x, velocity(xi, x), z); // u
      const covector = h.inverseVjp(x, w, rBar); // c
      turned.fill(0);
      for (const block of blocks) {
        const { algebra, T } = block;
        multiplyAtB(T, own(block, covector), algebra.k, algebra.k, 1, own(block, turned));
      }
      into(out, 'vjp', h.vjp(x, turned, out));
      const curvature = h.secondVjp(x, covector, direction, r);
      for (let i = 0; i < n; i++) out[i] -= curvature[i];
      return out;
    },
    compose: (xi, eta) =>
      blockwise((block) => block.algebra.compose(part(block, xi).slice(), part(block, eta).slice())),
    inverse: (xi) => blockwise((block) => block.algebra.inverse(part(block, xi))),
  };
}
