/**
 * Perturbed copies of a run, of which all estimators by evolution are made, and the antithetic pair. With ε ~ N(0, I):
 *
 *     one copy          ĝ = L(θ + σε) ξ/σ                         ξ = ε, or Σε in PES
 *     a pair            ĝ = (L(θ + σε) − L(θ − σε)) ξ/(2σ)
 *
 * Bias: E ĝ is the gradient of E L(θ + σε), the loss smoothed by σ; its distance to ∇L is of second order in σ, and 0 for a
 * quadratic L. Variance: the single copy's grows like L²/σ², since the loss itself, which says nothing of the slope, is
 * multiplied by ε. In the pair all even terms of L cancel, and for a linear L its variance is (d + 1)‖∇L‖²/pairs in d dimensions:
 * of σ independent, and large where θ has many numbers.
 *
 * Cost: two runs a pair, forward only, and no tape: memory does not grow with the run. Each copy keeps a state of its own, a plain
 * value. The system is handed one θ at a time, so there is one engine for all copies, which takes over a copy's weights and memory
 * before it runs a window.
 * Measured by `npm run bench -- pairs` (two cores, shared), hidden size 100 (123,000 weights), a window of six steps: a pair with its
 * Adam step takes 3.4 to 3.9 ms with one task and 9 to 12 ms with 64; truncated backpropagation 0.24 to 0.28 ms and 7 ms, of which the pass
 * forward is 0.06 and 2.5 ms, the pass back 0.05 and 1.9 ms. In a pair weights are taken over in 0.26 ms, and an Adam step on a gradient
 * that is given takes 1.0 ms. So with one task nearly all of a pair's time goes into weights, which no larger batch makes dearer.
 *
 * Weights by row, all copies advancing together, were tried and are not faster (the same measurement, an engine for each copy): 2 copies
 * take as long as one after the other (0.32 to 0.33 ms a copy and window), 8 about as long, 32 1.7 to 2.1 times as long. A row's product
 * with weights of its own is a matrix by a vector either way, and in step every step reads the weights of all copies, 0.5 MB each, which no
 * cache holds: some 5 GFLOP/s with 32 copies against 22 in turn, and 38 of 64 tasks that share their weights.
 *
 * A pair of which a row has diverged counts without it, and not at all if no row is left. That is a bias of its own: the
 * estimate then tells of the runs that live. google/learned_optimization counts such a difference as 0.
 *
 * Others call it: mirrored sampling, antithetic or symmetric finite differences, OpenAI-ES (Salimans et al. 2017), SPSA for signs ±1.
 */

import { addScaled, scaled, sum } from '../../numerics/vector.js';
import { fastNormals } from '../../random/fast-normals.js';
import type { Stream } from '../../random/stream.js';
import type { Vector } from '../../seams.js';
import type { EvolutionOptions } from './estimator-options.js';
import { meanOfFinite, type UnrolledSystem, type WindowEstimate } from './unrolled-system.js';

/** Perturbations that are drawn together: a pair's one, or a single copy's. */
interface Perturbation<S> {
  readonly draws: Stream;
  readonly epsilon: Vector; // of the current window [d]
  readonly states: S[]; // one for each sign
}

/** The perturbed copies of one run. */
export class PerturbedRuns<S> {
  readonly #system: UnrolledSystem<S>;
  readonly #sigma: number;
  readonly #signs: readonly number[];
  readonly #perturbations: readonly Perturbation<S>[];
  readonly #theta: Vector; // of the copy that runs [d]
  readonly #gradient: Vector; // of the last window [d]

  /** All copies start at s₀, or where {@link states} says that they are; `draws` decides every perturbation. */
  constructor(
    system: UnrolledSystem<S>,
    { sigma, pairs, antithetic }: Required<EvolutionOptions>,
    draws: Stream,
    states?: readonly S[],
  ) {
    this.#system = system;
    this.#sigma = sigma;
    this.#signs = antithetic ? [1, -1] : [1];
    this.#theta = new Float64Array(system.dimension);
    this.#gradient = new Float64Array(system.dimension);
    this.#perturbations = Array.from({ length: antithetic ? pairs : 2 * pairs }, (_, k) => ({
      draws: draws.split(k),
      epsilon: new Float64Array(system.dimension),
      states: this.#signs.map((_, i) => states?.[k * this.#signs.length + i] ?? system.start()),
    }));
  }

  /** Draws the perturbations of that name; the same name gives the same ones. */
  draw(name: string | number): void {
    for (const { draws, epsilon } of this.#perturbations) {
      fastNormals(draws.split(name), epsilon.length, epsilon);
    }
  }

  /** The perturbations ε that were drawn last, for one that keeps account of them. */
  epsilons(): readonly Vector[] {
    return this.#perturbations.map(({ epsilon }) => epsilon);
  }

  /** Puts every copy into one state. */
  restart(state: S): void {
    for (const { states } of this.#perturbations) states.fill(state);
  }

  /** Where the copies are. */
  states(): readonly S[] {
    return this.#perturbations.flatMap(({ states }) => states);
  }

  /** Runs every copy through steps from … to − 1, and estimates with the directions ξ, which are the ε themselves unless told. */
  run(
    theta: Vector,
    from: number,
    to: number,
    directions: readonly Vector[] = this.epsilons(),
  ): WindowEstimate {
    const gradient = this.#gradient.fill(0);
    const means: number[] = [];
    let counting = 0;
    this.#perturbations.forEach(({ epsilon, states }, k) => {
      const total = new Float64Array(this.#system.rows); // Σ ± L, by row
      this.#signs.forEach((sign, i) => {
        sum(theta, sign * this.#sigma, epsilon, this.#theta);
        const { state, losses } = this.#system.advance(this.#theta, states[i], from, to);
        states[i] = state;
        addScaled(total, sign, losses);
        means.push(meanOfFinite(losses));
      });
      const slope = meanOfFinite(total) / this.#signs.length / this.#sigma;
      if (!Number.isFinite(slope)) return;
      addScaled(gradient, slope, directions[k]);
      counting++;
    });
    const copies = this.#perturbations.length * this.#signs.length;
    return {
      gradient:
        counting === 0 ? undefined : counting === 1 ? gradient : scaled(1 / counting, gradient, gradient),
      loss: meanOfFinite(means),
      evaluations: copies * this.#system.rows * (to - from),
    };
  }
}
