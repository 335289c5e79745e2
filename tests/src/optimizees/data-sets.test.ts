import { mean, standardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { blobs, type DataSet, drawExamples, moons, spirals } from '../../../src/optimizees/data-sets.js';
import { Stream } from '../../../src/random/stream.js';

const stream = (name: string) => Stream.fromSeed(60).split(name);

/** The points of one class, as [x, y]. */
const points = (set: DataSet, label: number) =>
  Array.from(set.labels.keys())
    .filter((n) => set.labels[n] === label)
    .map((n) => [set.inputs[n], set.inputs[set.examples + n]] as const);

describe('data sets', () => {
  it('come the same from the same stream, with even classes', () => {
    for (const draw of [blobs, moons, spirals]) {
      const set = draw(stream('same'));
      expect(draw(stream('same'))).toEqual(set);
      expect(draw(stream('other')).inputs).not.toEqual(set.inputs);
      expect(set.inputs).toHaveLength(set.features * set.examples);
      const counts = Array.from({ length: set.classes }, (_, c) => points(set, c).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  it('blobs are unit normal around their centres', () => {
    const set = blobs(stream('blobs'), { examples: 3000, classes: 3 });
    for (let c = 0; c < 3; c++) {
      for (const axis of [0, 1]) {
        const deviation = standardDeviation(points(set, c).map((p) => p[axis]));
        expect(Math.abs(deviation - 1)).toBeLessThan(5 / Math.sqrt(2 * 1000));
      }
    }
  });

  it('moons without noise lie on two half circles', () => {
    const set = moons(stream('moons'), { examples: 50, noise: 0 });
    for (const [x, y] of points(set, 0)) {
      expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
      expect(y).toBeGreaterThanOrEqual(0);
    }
    for (const [x, y] of points(set, 1)) {
      expect(Math.hypot(x - 1, y - 0.5)).toBeCloseTo(1, 12);
      expect(y).toBeLessThanOrEqual(0.5);
    }
  });

  it('spirals without noise go round once, each arm turned from the last', () => {
    const set = spirals(stream('spirals'), { examples: 300, classes: 3, noise: 0 });
    for (let c = 0; c < 3; c++) {
      for (const [x, y] of points(set, c)) {
        const t = Math.hypot(x, y);
        const angle = 2 * Math.PI * (t + c / 3);
        expect(Math.hypot(x - t * Math.cos(angle), y - t * Math.sin(angle))).toBeLessThan(1e-12);
      }
      expect(mean(points(set, c).map(([x, y]) => Math.hypot(x, y)))).toBeCloseTo(2 / 3, 1);
    }
  });

  it('drawExamples draws without replacement, labels with their points', () => {
    const set = blobs(stream('draw'), { examples: 40, features: 3 });
    const all = drawExamples(set, 40, stream('order'));
    expect(Array.from(all.inputs).sort()).toEqual(Array.from(set.inputs).sort());
    const some = drawExamples(set, 7, stream('order'));
    for (let n = 0; n < 7; n++) {
      const at = set.inputs.indexOf(some.inputs[n]);
      expect(some.labels[n]).toBe(set.labels[at]);
      expect(some.inputs[2 * 7 + n]).toBe(set.inputs[2 * 40 + at]);
    }
  });

  it.each([
    [() => blobs(stream('x'), { classes: 1 }), 'blobs: classes must be a whole number of at least 2, got 1'],
    [
      () => blobs(stream('x'), { examples: 0 }),
      'blobs: examples must be a whole number of at least 1, got 0',
    ],
    [() => blobs(stream('x'), { separation: -1 }), 'blobs: separation must be positive, got -1'],
    [() => moons(stream('x'), { noise: -0.1 }), 'moons: noise must not be negative, got -0.1'],
    [() => moons(stream('x'), { sigma: 1 } as never), "moons: options are examples, noise, got 'sigma'"],
    [() => spirals(stream('x'), { turns: 0 }), 'spirals: turns must be positive, got 0'],
    [
      () => drawExamples(moons(stream('x')), 101, stream('y')),
      'drawExamples: count must be at most the 100 examples, got 101',
    ],
  ])('refuse bad options %#', (draw, message) => {
    expect(draw).toThrow(message);
  });
});
