/**
 * The influence-balancing problem, a linear system whose short-term and long-term gradients have opposite signs (Tallec & Ollivier 2017,
 * 'Unbiased online recurrent optimization'; taken up by Vicol et al. 2021 for PES):
 *
 *     s_{t+1} = A s_t + θ b,   A_ii = A_{i,i+1} = ½,   b = (1, …, 1, −1, …, −1)   with p ones of n,      ℓ_t = ½ (s_{t+1,1} − 1)²
 *
 * θ is one number. By way of s₁ alone it is felt at once and with a plus; the −1s reach s₁ n − p steps later or more, and outweigh
 * the plus: at rest s₁ = 2(2p − n) θ = −6θ. With c_t = ∂s_{t,1}/∂θ from s₀ = 0 everything is in closed form, and L is quadratic in θ, so
 * that smoothing by σ changes no gradient:
 *
 *     s_{t,1} = c_t θ,      ∂L/∂θ = Σ_t (c_t θ − 1) c_t
 */

import { requireCount, requireOptions } from '../../checks.js';
import type { Vector } from '../../seams.js';
import type { UnrolledSystem } from './unrolled-system.js';

/** A state and its derivative by θ, which only `backpropagate` looks at. */
export type LinearState = Vector;

/** The system, with what is known of it. */
export interface InfluenceBalancing extends UnrolledSystem<LinearState> {
  /** c_1, …, c_N: ∂s_{t,1}/∂θ of a run from 0. */
  influence(steps: number): Vector;
  /** ∂L/∂θ of a run of so many steps. */
  exactGradient(theta: number, steps: number): number;
}

/** For n numbers, p of them pushed up by θ; default 23 and 10 (both papers). */
export function influenceBalancing(options: { n?: number; p?: number } = {}): InfluenceBalancing {
  requireOptions('influenceBalancing', options, ['n', 'p']);
  const { n = 23, p = 10 } = options;
  requireCount('influenceBalancing', 'n', n);
  requireCount('influenceBalancing', 'p', p);
  const step = (s: Vector, theta: number): Vector =>
    s.map((value, i) => 0.5 * (value + (i + 1 < n ? s[i + 1] : 0)) + (i < p ? theta : -theta));
  const influence = (steps: number): Vector => {
    let s: Vector = new Float64Array(n);
    return Float64Array.from({ length: steps }, () => {
      s = step(s, 1);
      return s[0];
    });
  };
  const run = (theta: Vector, state: Vector, from: number, to: number) => {
    let s = state;
    const firsts = Float64Array.from({ length: to - from }, () => {
      s = step(s, theta[0]);
      return s[0];
    });
    return {
      state: s,
      firsts,
      losses: Float64Array.of(firsts.reduce((sum, x) => sum + 0.5 * (x - 1) ** 2, 0)),
    };
  };
  return {
    dimension: 1,
    rows: 1,
    start: () => new Float64Array(n),
    advance: run,
    backpropagate: (theta, state, from, to) => {
      const { firsts, ...advanced } = run(theta, state, from, to);
      const c = influence(to - from); // the system is linear: the window's own influence is that of a run from 0
      return {
        ...advanced,
        gradient: Float64Array.of(firsts.reduce((sum, x, k) => sum + (x - 1) * c[k], 0)),
      };
    },
    influence,
    exactGradient: (theta, steps) => influence(steps).reduce((sum, c) => sum + (c * theta - 1) * c, 0),
  };
}
