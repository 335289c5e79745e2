import { describe, expect, it } from 'vitest';
import { type GroupCase, groupCases, measureGroup } from '../../experiments/symmetry-groups.js';
import { mlpRegression } from '../../src/optimizees/mlp-regression.js';
import { quadratics } from '../../src/optimizees/quadratic.js';

const small = { tasks: 6, budget: 40, ascentSteps: 3 };

const rotation: GroupCase = {
  group: 'SO(2)',
  family: quadratics({ dimension: 2, conditionNumber: 50 }),
  learningRates: [0.001, 0.01],
  randomScale: 1,
};

const swaps: GroupCase = {
  group: 'permutation',
  family: mlpRegression({ sizes: [4, 4, 4], action: 'permutation' }),
  learningRates: [1e-3, 1e-2],
  randomScale: 2,
};

describe('measureGroup', () => {
  it('counts the cost of a teleport', () => {
    const { ascent, random } = measureGroup(rotation, { ...small, teleportAt: 0 });
    for (const { cost } of random) expect(cost).toBe(0.5); // one action
    // A gradient at first; a Hessian–vector product, two actions and a gradient a step, or 21 trials to find no way up.
    for (const { cost } of ascent) expect(cost).toBeGreaterThanOrEqual(1 + 3 * 4);
  });

  it('never lowers the gradient norm by ascent', () => {
    for (const { gain } of measureGroup(rotation, { ...small, teleportAt: 2 }).ascent)
      expect(gain).toBeGreaterThanOrEqual(-1e-12);
  });

  it('finds that a permutation changes nothing but the cost', () => {
    const { ascent, random, budget } = measureGroup(swaps, { ...small, teleportAt: 3 });
    for (const { gain, stepsSaved, cost } of [...ascent, ...random]) {
      expect(Math.abs(gain)).toBeLessThan(1e-9);
      expect(stepsSaved).toBeLessThanOrEqual(0);
      expect(stepsSaved).toBeGreaterThanOrEqual(-Math.ceil(Math.min(cost, budget)) - 1);
    }
  });

  it('is a pure function of its seed', () => {
    expect(measureGroup(rotation, { ...small, seed: 3 })).toEqual(
      measureGroup(rotation, { ...small, seed: 3 }),
    );
  });

  it('does not depend on the name of the group', () => {
    const { group, ...renamed } = measureGroup({ ...rotation, group: 'another' }, { ...small, seed: 3 });
    expect(group).toBe('another');
    expect(measureGroup(rotation, { ...small, seed: 3 })).toMatchObject(renamed);
  });

  it('refuses a teleport beyond the budget', () => {
    expect(() => measureGroup(rotation, { budget: 10, teleportAt: 10 })).toThrow(
      'measureGroup: teleportAt must be below the budget of 10, got 10',
    );
  });

  it('has cases with a name each', () => {
    expect(new Set(groupCases.map(({ group }) => group)).size).toBe(groupCases.length);
  });
});
