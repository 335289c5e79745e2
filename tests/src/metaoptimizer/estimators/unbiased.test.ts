/**
 * Estimators on the influence-balancing problem, where everything is in closed form. The system is linear in θ and its loss quadratic: the
 * odd part of each window's loss is Σ_j G_kj ε_j σ with the closed-form G_kj = ∂L_k/∂θ_j, so that an antithetic estimate is the quadratic
 * form εᵀMε, with mean tr M and variance 2‖sym M‖²: M_ij = Σ_{k ≥ i, j} G_kj for PES, and all of Σ_k Σ_j G_kj ε² for full ES and NRES.
 */

import { describe, expect, it } from 'vitest';
import type { EvolutionName } from '../../../../src/metaoptimizer/estimators/estimator-options.js';
import { metaGradient, windowsOf } from '../../../../src/metaoptimizer/estimators/estimators.js';
import { influenceBalancing } from '../../../../src/metaoptimizer/estimators/influence-balancing.js';
import { Stream } from '../../../../src/random/stream.js';

const STEPS = 60;
const THETA = 0.1;
const system = influenceBalancing();
const exact = system.exactGradient(THETA, STEPS);
const theta = Float64Array.of(THETA);

interface Sample {
  readonly mean: number;
  readonly variance: number;
  readonly standardError: number;
}

/** Mean and variance of independent estimates, and the mean's standard error. */
function sample(by: EvolutionName, window: number, count = 1500, antithetic = true): Sample {
  const key = `${by} ${window} ${count} ${antithetic}`;
  const known = samples.get(key) ?? freshSample(by, window, count, antithetic);
  samples.set(key, known);
  return known;
}

const samples = new Map<string, Sample>();

function freshSample(by: EvolutionName, window: number, count: number, antithetic: boolean): Sample {
  const choice = { by, sigma: 0.1, antithetic };
  const streams = Stream.fromSeed(1).split(`${by} ${window}`);
  const values = Array.from({ length: count }, (_, i) => {
    return metaGradient(choice, system, theta, windowsOf(STEPS, window), streams.split(i)).gradient![0];
  });
  const mean = values.reduce((a, b) => a + b) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, variance, standardError: Math.sqrt(variance / count) };
}

/** G_kj, windows of T: what a θ that is felt in window j alone does to the loss of window k. */
function windowInfluences(T: number, of = system, at = THETA): number[][] {
  const ends = windowsOf(STEPS, T);
  const c = [0, ...of.influence(STEPS)]; // c_t
  return ends.map((end, k) =>
    ends.map((last, j) => {
      if (j > k) return 0;
      let total = 0;
      for (let t = (ends[k - 1] ?? 0) + 1; t <= end; t++) {
        const felt = c[t - (ends[j - 1] ?? 0)] - c[Math.max(0, t - last)]; // a pulse from window j's beginning to its end
        total += (c[t] * at - 1) * felt;
      }
      return total;
    }),
  );
}

/** The closed form of the mean and the variance of PES. */
function persistentInLaw(G: readonly number[][]): { mean: number; variance: number } {
  const K = G.length;
  const M = (i: number, j: number) => G.reduce((sum, row, k) => sum + (k >= i && k >= j ? row[j] : 0), 0);
  let [mean, squared] = [0, 0];
  for (let i = 0; i < K; i++) {
    mean += M(i, i);
    for (let j = 0; j < K; j++) squared += ((M(i, j) + M(j, i)) / 2) ** 2;
  }
  return { mean, variance: 2 * squared };
}

/** An antithetic estimate of full ES in one dimension: ∂L/∂θ ε², whose variance is 2(∂L/∂θ)². */
const fullVariance = 2 * exact ** 2;

describe('the influence-balancing problem', () => {
  it('has the closed-form gradient, by backpropagation through the whole run and by differences', () => {
    const full = metaGradient('full-backpropagation', system, theta, windowsOf(STEPS, 5), Stream.fromSeed(1));
    expect(full.gradient![0]).toBeCloseTo(exact, 8);
    const loss = (value: number) =>
      system.advance(Float64Array.of(value), system.start(), 0, STEPS).losses[0];
    expect((loss(THETA + 1e-3) - loss(THETA - 1e-3)) / 2e-3).toBeCloseTo(exact, 6);
  });

  it('comes to rest where −6θ = 1', () => {
    expect(system.influence(400)[399]).toBeCloseTo(-6, 8);
  });

  it.each([1, 2, 5, 10])('misleads truncated gradients in windows of %i, which point the other way', (T) => {
    const truncated = metaGradient(
      'truncated-backpropagation',
      system,
      theta,
      windowsOf(STEPS, T),
      Stream.fromSeed(1),
    );
    expect(Math.sign(truncated.gradient![0])).toBe(-Math.sign(exact));
    const { mean, standardError } = sample('truncated-evolution', T, 300);
    expect(mean * Math.sign(exact)).toBeLessThan(-3 * standardError);
    expect(Math.abs(mean - truncated.gradient![0])).toBeLessThan(3.5 * standardError); // the same bias
  });
});

describe.each([1, 5, 20])('in windows of %i', (T) => {
  it.each(['full-evolution', 'persistent-evolution', 'noise-reuse-evolution'] as const)(
    '%s is unbiased: within three standard errors of the closed form',
    (by) => {
      const { mean, standardError } = sample(by, T);
      expect(Math.abs(mean - exact)).toBeLessThan(3 * standardError);
      expect(3 * standardError).toBeLessThan(Math.abs(exact)); // and that says something
    },
  );

  it('PES has the variance of its closed form, full ES and noise reuse the least', () => {
    const { mean, variance } = persistentInLaw(windowInfluences(T));
    expect(mean).toBeCloseTo(exact, 8);
    expect(variance).toBeGreaterThan(fullVariance);
    const ratio = sample('persistent-evolution', T).variance / variance;
    expect(Math.abs(Math.log(ratio))).toBeLessThan(0.3); // the standard error of a variance is about a tenth of it here
    for (const by of ['full-evolution', 'noise-reuse-evolution'] as const) {
      expect(Math.abs(Math.log(sample(by, T).variance / fullVariance)), by).toBeLessThan(0.3);
    }
  });

  // With all G of one sign 0 ≤ M_ij ≤ M_jj, so that (tr M)²/K ≤ ‖sym M‖² ≤ Σ_j K M_jj² ≤ K (tr M)².
  it('PES has a variance between a K-th of that of full ES and K-fold, where all influences have one sign', () => {
    const oneSign = influenceBalancing({ n: 23, p: 23 });
    const { mean, variance } = persistentInLaw(windowInfluences(T, oneSign, 0));
    const [ofFull, K] = [2 * mean ** 2, STEPS / T];
    expect(mean / oneSign.exactGradient(0, STEPS)).toBeCloseTo(1, 8);
    expect(variance).toBeGreaterThan(ofFull / K);
    expect(variance).toBeLessThan(K * ofFull);
    expect(variance).toBeLessThan(ofFull); // here: each window's loss depends on its own θ for the most part
  });

  // Then M_ij = g_j for all i, and ‖sym M‖² = (K ‖g‖² + (Σ g)²)/2, where Σ g² ≤ (Σ g)² ≤ K Σ g².
  it('PES has a variance between that of full ES and K-fold, where besides only the last window has a loss', () => {
    const G = windowInfluences(T, influenceBalancing({ n: 23, p: 23 }), 0);
    const { mean, variance } = persistentInLaw(
      G.map((row, k) => (k + 1 < G.length ? row.map(() => 0) : row)),
    );
    expect(mean).toBeLessThan(0);
    expect(variance).toBeGreaterThan(2 * mean ** 2);
    expect(variance).toBeLessThan((STEPS / T) * 2 * mean ** 2);
  });
});

it('PES has more than K-fold the variance of full ES where influences cancel, as they do in balance', () => {
  expect(persistentInLaw(windowInfluences(20)).variance).toBeGreaterThan((STEPS / 20) * fullVariance);
});

describe('number for number', () => {
  const draws = Stream.fromSeed(9);
  const choice = (by: EvolutionName) => ({ by, sigma: 0.1, pairs: 3 });

  it.each([
    ['persistent-evolution', STEPS],
    ['truncated-evolution', STEPS],
    ['noise-reuse-evolution', STEPS],
  ] as const)('%s is full ES where the window is the run', (by, T) => {
    const whole = metaGradient(choice('full-evolution'), system, theta, [T], draws);
    expect(metaGradient(choice(by), system, theta, [T], draws).gradient).toEqual(whole.gradient);
  });

  it('noise reuse sums to full ES over windows of any length', () => {
    const whole = metaGradient(choice('full-evolution'), system, theta, [STEPS], draws).gradient![0];
    const parts = metaGradient(choice('noise-reuse-evolution'), system, theta, windowsOf(STEPS, 7), draws);
    expect(parts.gradient![0] / whole).toBeCloseTo(1, 10);
  });

  it('the same stream gives the same estimate, another one another', () => {
    const of = (seed: number) =>
      metaGradient(choice('persistent-evolution'), system, theta, windowsOf(STEPS, 5), Stream.fromSeed(seed));
    expect(of(1)).toEqual(of(1));
    expect(of(2).gradient).not.toEqual(of(1).gradient);
  });
});

it.each(['full-evolution', 'persistent-evolution', 'noise-reuse-evolution'] as const)(
  'an antithetic pair of %s has no more variance than two copies of their own, at the same cost',
  (by) => {
    const [pair, plain] = [sample(by, 10, 800), sample(by, 10, 800, false)];
    expect(pair.variance).toBeLessThan(plain.variance);
    expect(Math.abs(plain.mean - exact)).toBeLessThan(3.5 * plain.standardError);
  },
);
