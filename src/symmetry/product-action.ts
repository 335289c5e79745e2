/**
 * Several actions on the same parameters as one: the direct product G₁ × … × G_p, ξ = (ξ₁, …, ξ_p) one after another.
 *
 *     exp(ξ)·x = exp(ξ_p)·(⋯ exp(ξ₁)·x),     generator(ξ, x) = Σ generator_i(ξ_i, x),
 *
 * such as the scalings of all hidden layers of a network. It is an action of the product only if the factors
 * commute, as scalings of different layers do, and permutations of different layers; not scaling and permutation
 * of the same one. Where they do not, f is kept all the same, but `compose` and `inverse`, which go factor by
 * factor, are not to be used: `checkAction` tells.
 */

import { refuse } from '../checks.js';
import { into } from '../numerics/into.js';
import { addScaled } from '../numerics/vector.js';
import { requireAction } from '../seam-checks.js';
import type { GroupAction, Vector } from '../seams.js';

/** @throws if there is no factor, or they act on parameters of different dimensions. */
export function productAction(factors: readonly GroupAction[]): GroupAction {
  if (!Array.isArray(factors) || factors.length === 0)
    refuse('productAction', 'there must be at least one factor', factors);
  for (const factor of factors) requireAction('productAction', factor);
  const { dimension } = factors[0];
  for (const factor of factors) {
    if (factor.dimension !== dimension) {
      refuse('productAction', `every factor must act on ${dimension} numbers`, factor.dimension);
    }
  }
  let m = 0;
  const parts = factors.map((action) => {
    const start = m;
    m += action.algebraDimension;
    const end = m;
    return { action, of: (xi: Vector): Vector => xi.subarray(start, end) };
  });
  const algebraDimension = m;
  const points = factors.map(() => new Float64Array(dimension)); // where each factor starts from
  const covectors = [new Float64Array(dimension), new Float64Array(dimension)];
  const term = new Float64Array(dimension);
  const point = () => new Float64Array(dimension);

  const blockwise = (combine: (action: GroupAction, of: (xi: Vector) => Vector) => Vector): Vector => {
    const out = new Float64Array(algebraDimension);
    for (const { action, of } of parts) of(out).set(combine(action, of));
    return out;
  };

  return {
    name: factors.map(({ name }) => name).join(' × '),
    algebraDimension,
    dimension,
    invariance: factors.every(({ invariance }) => invariance === 'exact') ? 'exact' : 'first-order',
    act: (xi, x, out = point()) => {
      points[0].set(x);
      parts.forEach(({ action, of }, i) => {
        const next = i + 1 < parts.length ? points[i + 1] : out;
        into(next, 'act', action.act(of(xi), points[i], next));
      });
      return out;
    },
    vjp: (xi, x, w, out = { xi: new Float64Array(algebraDimension), x: point() }) => {
      points[0].set(x);
      for (let i = 0; i + 1 < parts.length; i++) {
        into(points[i + 1], 'act', parts[i].action.act(parts[i].of(xi), points[i], points[i + 1]));
      }
      let above = w;
      for (let i = parts.length - 1; i >= 0; i--) {
        const { action, of } = parts[i];
        const below = i === 0 ? out.x : covectors[i % 2];
        const pulled = action.vjp(of(xi), points[i], above, { xi: of(out.xi), x: below });
        into(of(out.xi), 'vjp', pulled.xi);
        into(below, 'vjp', pulled.x);
        above = below;
      }
      return out;
    },
    generator: (xi, x, out = point()) => {
      out.fill(0);
      for (const { action, of } of parts) addScaled(out, 1, action.generator(of(xi), x, term));
      return out;
    },
    ...(factors.every(({ generatorVjp }) => generatorVjp) && {
      generatorVjp: (xi: Vector, x: Vector, w: Vector, out: Vector = point()): Vector => {
        out.fill(0);
        for (const { action, of } of parts) addScaled(out, 1, action.generatorVjp!(of(xi), x, w, term));
        return out;
      },
    }),
    compose: (xi, eta) => blockwise((action, of) => action.compose(of(xi), of(eta))),
    inverse: (xi) => blockwise((action, of) => action.inverse(of(xi))),
  };
}
