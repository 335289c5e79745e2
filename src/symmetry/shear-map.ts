/**
 * The quadratic shear of the plane, the coordinates in which a generalized Rosenbrock valley is a circle:
 *
 *     h(x₁, x₂) = (c x₂ + d₂x₁² + d₁x₁ + d₀, a x₁ + b),   a ≠ 0, c ≠ 0,
 *     h⁻¹(u, v): x₁ = (v − b)/a,  x₂ = (u − d₂x₁² − d₁x₁ − d₀)/c.
 *
 *     J = [[s, c], [a, 0]],  s = 2d₂x₁ + d₁,   det J = −a c.
 *
 * The classical Rosenbrock function 100(x₂ − x₁²)² + (x₁ − 1)² is ‖h‖² with a = 1, b = −1, c = 10, d₂ = −10.
 */

import { refuse, requireFinite, requireLength, requireOptions } from '../checks.js';
import type { Diffeomorphism } from './diffeomorphism.js';

/** The coefficients of {@link shearMap}. */
export interface ShearParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** d₀, d₁, d₂: the coefficients of the polynomial in x₁, constant term first. */
  readonly d: readonly [number, number, number];
}

/** @throws if a or c is zero, or any coefficient is not finite. */
export function shearMap(parameters: ShearParameters): Diffeomorphism {
  requireOptions('shearMap', parameters, ['a', 'b', 'c', 'd'], 'parameters');
  const { a, b, c, d } = parameters;
  requireLength('shearMap', 'd', d, 3);
  for (const [name, value] of Object.entries({ a, b, c, 'd[0]': d[0], 'd[1]': d[1], 'd[2]': d[2] })) {
    requireFinite('shearMap', name, value);
  }
  if (a === 0) refuse('shearMap', 'a must not be zero', a);
  if (c === 0) refuse('shearMap', 'c must not be zero', c);
  const [d0, d1, d2] = d;
  const polynomial = (t: number) => (d2 * t + d1) * t + d0;
  const slope = (t: number) => 2 * d2 * t + d1;
  const pair = () => new Float64Array(2);

  return {
    name: 'shear',
    dimension: 2,
    map: (x, out = pair()) => {
      out[0] = c * x[1] + polynomial(x[0]);
      out[1] = a * x[0] + b;
      return out;
    },
    inverse: (u, out = pair()) => {
      const x1 = (u[1] - b) / a;
      out[0] = x1;
      out[1] = (u[0] - polynomial(x1)) / c;
      return out;
    },
    jvp: (x, v, out = pair()) => {
      out[0] = slope(x[0]) * v[0] + c * v[1];
      out[1] = a * v[0];
      return out;
    },
    vjp: (x, w, out = pair()) => {
      out[0] = slope(x[0]) * w[0] + a * w[1];
      out[1] = c * w[0];
      return out;
    },
    inverseJvp: (x, w, out = pair()) => {
      out[0] = w[1] / a;
      out[1] = (w[0] - slope(x[0]) * out[0]) / c;
      return out;
    },
    inverseVjp: (x, v, out = pair()) => {
      out[0] = v[1] / c;
      out[1] = (v[0] - slope(x[0]) * out[0]) / a;
      return out;
    },
    second: (_x, u, v, out = pair()) => {
      out[0] = 2 * d2 * u[0] * v[0];
      out[1] = 0;
      return out;
    },
    secondVjp: (_x, w, v, out = pair()) => {
      out[0] = 2 * d2 * w[0] * v[0];
      out[1] = 0;
      return out;
    },
  };
}
