/** The design covers its axes, and its families are what their points say. */

import { describe, expect, it } from 'vitest';
import { measureFamily } from '../../../experiments/question-3/predictors.js';
import {
  AXES,
  FAMILIES,
  familyPoints,
  latinHypercube,
  nearestPair,
  spreadHypercube,
} from '../../../experiments/question-3-design.js';
import { familyOf, turned } from '../../../experiments/question-3-family.js';
import { checkOptimizee } from '../../../src/optimizees/check-optimizee.js';
import { Stream } from '../../../src/random/stream.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { expectLawful } from '../../support/laws.js';

const stream = Stream.fromSeed(1).split('design');

describe('latinHypercube', () => {
  it('has one point in each part of each axis', () => {
    const points = latinHypercube(16, 5, stream);
    for (let a = 0; a < 5; a++) {
      const cells = points.map((point) => Math.floor(point[a] * 16)).sort((x, y) => x - y);
      expect(cells).toEqual(Array.from({ length: 16 }, (_, i) => i));
    }
  });

  it('is the most spread of those drawn', () => {
    const spread = nearestPair(spreadHypercube(16, 5, stream));
    for (let c = 0; c < 20; c++)
      expect(spread).toBeGreaterThanOrEqual(nearestPair(latinHypercube(16, 5, stream.split(c))));
  });

  it('knows the nearest pair', () => {
    expect(nearestPair([[0, 0], [1, 0], [1, 0.5]])).toBe(0.5); // biome-ignore format: points
  });
});

describe('familyPoints', () => {
  it('are 60 or more, spread over the whole of every axis', () => {
    expect(FAMILIES).toBeGreaterThanOrEqual(60);
    expect(familyPoints).toHaveLength(FAMILIES);
    expect(new Set(familyPoints.map(({ id }) => id)).size).toBe(FAMILIES);
    const quarters = (values: number[]) =>
      [0, 1, 2, 3].map((q) => values.filter((v) => Math.min(3, Math.floor(4 * v)) === q).length);
    expect(quarters(familyPoints.map((p) => Math.log10(p.conditionNumber) / 4))).toEqual([16, 16, 16, 16]);
    expect(quarters(familyPoints.map((p) => p.rotation / (Math.PI / 2)))).toEqual([16, 16, 16, 16]);
    for (const count of quarters(familyPoints.map((p) => Math.log(p.dimension / 2) / Math.log(25))))
      expect(Math.abs(count - 16)).toBeLessThanOrEqual(4); // whole numbers are coarse below 4
    const without = (axis: 'bend' | 'noise') => familyPoints.filter((p) => p[axis] === 0).length;
    expect(Math.abs(without('bend') - 0.4 * FAMILIES)).toBeLessThan(1);
    expect(without('noise')).toBe(FAMILIES / 2);
    expect(familyPoints.filter(({ blocks }) => blocks.length > 1 || blocks[0] === 2).length).toBeGreaterThan(
      25,
    );
    expect(AXES).toHaveLength(8);
  });

  it('have groups that fit their dimension, and orders that are permutations', () => {
    for (const { blocks, dimension, order } of familyPoints) {
      expect(blocks.reduce((sum, k) => sum + k, 0)).toBeLessThanOrEqual(dimension);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: dimension }, (_, i) => i));
    }
  });
});

describe('familyOf', () => {
  const point = { ...familyPoints[9], noise: 0 }; // bent, of dimension 8

  it('has right derivatives, and a group that keeps f', () => {
    const { optimizee, action } = familyOf(point).sample(stream.split('task'));
    expect(point.bend).toBeGreaterThan(0);
    expectLawful(checkOptimizee(optimizee, stream));
    expectLawful(checkAction(optimizee, action, stream));
  });

  it('draws the same task from the same stream, and another from another', () => {
    const family = familyOf(familyPoints[9]);
    const [a, b, c] = ['a', 'a', 'c'].map((name) => family.sample(stream.split(name)));
    expect(a.optimizee.gradient(a.start)).toEqual(b.optimizee.gradient(b.start));
    expect(a.start).not.toEqual(c.start);
  });

  it('has the condition number and the noise that its point says', () => {
    const measured = measureFamily(familyOf({ ...familyPoints[9], bend: 0, noise: 0.1 }), stream, 30);
    expect(10 ** measured.condition).toBeCloseTo(familyPoints[9].conditionNumber, 4);
    expect(measured.noise).toBeGreaterThan(0.07);
    expect(measured.noise).toBeLessThan(0.14);
    expect(measured.negative).toBe(0);
  });
});

it('turns axes by an orthogonal matrix, and not at all by an angle of 0', () => {
  const U = turned(5, 0.7, stream.split('axes'));
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) {
      let dot = 0;
      for (let k = 0; k < 5; k++) dot += U[i * 5 + k] * U[j * 5 + k];
      expect(dot).toBeCloseTo(i === j ? 1 : 0, 13);
    }
  }
  expect(Array.from(turned(2, 0, stream))).toEqual([1, 0, 0, 1]);
});
