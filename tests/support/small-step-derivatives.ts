/**
 * An action's derivatives against central differences with a step of 6e-6, for actions with kinks (networks of
 * leaky ReLUs): `checkAction` takes steps a hundred times longer, which straddle a kink too often.
 */

import { dot, norm } from '../../src/numerics/vector.js';
import type { Stream } from '../../src/random/stream.js';
import type { GroupAction, Vector } from '../../src/seams.js';
import { directional, relativeError } from './finite-differences.js';

/** Relative errors at (ξ, x): of vjp by x and by ξ, of the generator at x, and of generatorVjp if there is one. */
export function derivativeErrors(
  action: GroupAction,
  xi: Vector,
  x: Vector,
  stream: Stream,
): Record<string, number> {
  const w = stream.normals(action.dimension);
  const v = stream.normals(action.dimension);
  const zeta = stream.normals(action.algebraDimension);
  const pulled = action.vjp(xi, x, w);
  const alongX = dot(
    w,
    directional((y) => action.act(xi, y), x, v),
  );
  const alongXi = dot(
    w,
    directional((z) => action.act(z, x), xi, zeta),
  );
  const origin = new Float64Array(xi.length);
  const errors: Record<string, number> = {
    'vjp by x': Math.abs(dot(pulled.x, v) - alongX) / (norm(pulled.x) * norm(v)),
    'vjp by xi': Math.abs(dot(pulled.xi, zeta) - alongXi) / (norm(pulled.xi) * norm(zeta)),
    generator: relativeError(
      action.generator(zeta, x),
      directional((z) => action.act(z, x), origin, zeta),
    ),
  };
  if (action.generatorVjp) {
    const turned = action.generatorVjp(zeta, x, w);
    const along = dot(
      w,
      directional((y) => action.generator(zeta, y), x, v),
    );
    errors.generatorVjp = Math.abs(dot(turned, v) - along) / (norm(turned) * norm(v));
  }
  return errors;
}
