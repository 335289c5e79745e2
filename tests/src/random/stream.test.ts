import fc from 'fast-check';
import { mean, sampleSkewness, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../../src/random/stream.js';

const draws = (stream: Stream, n: number) => Array.from(stream.uniforms(n));

describe('Stream', () => {
  it('gives the same numbers for the same path, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.nat(20), (seed, name, drawnBefore) => {
        const parent = Stream.fromSeed(seed);
        parent.uniforms(drawnBefore);
        expect(draws(parent.split(name), 5)).toEqual(draws(Stream.fromSeed(seed).split(name), 5));
      }),
    );
  });

  it('gives other numbers for another seed or another name', () => {
    const first = draws(Stream.fromSeed(1).split('a'), 4);
    expect(draws(Stream.fromSeed(2).split('a'), 4)).not.toEqual(first);
    expect(draws(Stream.fromSeed(1).split('b'), 4)).not.toEqual(first);
    expect(draws(Stream.fromSeed(1).split('a').split('b'), 4)).not.toEqual(
      draws(Stream.fromSeed(1).split('a/b'), 4),
    );
  });

  it('keeps these numbers from release to release', () => {
    const stream = Stream.fromSeed(2025).split('golden');
    expect([stream.uniform(), stream.normal(), stream.normal(), stream.integer(1000)]).toMatchInlineSnapshot(`
      [
        0.0077045502702484114,
        -0.09970395863552302,
        1.2088077852818688,
        997,
      ]
    `);
  });

  it('draws uniforms and normals with the moments they should have', () => {
    const n = 100_000;
    const uniforms = Array.from(Stream.fromSeed(3).uniforms(n));
    const normals = Array.from(Stream.fromSeed(3).normals(n));
    const fiveSigma = 5 / Math.sqrt(n); // of a mean of n draws with unit variance
    expect(Math.abs(mean(uniforms) - 0.5)).toBeLessThan(fiveSigma);
    expect(Math.abs(sampleStandardDeviation(uniforms) - Math.sqrt(1 / 12))).toBeLessThan(fiveSigma);
    expect(Math.abs(mean(normals))).toBeLessThan(fiveSigma);
    expect(Math.abs(sampleStandardDeviation(normals) - 1)).toBeLessThan(fiveSigma);
    expect(Math.abs(sampleSkewness(normals))).toBeLessThan(3 * fiveSigma);
  });

  it('is uncorrelated between sibling streams', () => {
    const n = 20_000;
    const a = Stream.fromSeed(4).split(0).normals(n);
    const b = Stream.fromSeed(4).split(1).normals(n);
    const correlation = mean(Array.from(a, (value, i) => value * b[i]));
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(n));
  });

  it('permutes without loss', () => {
    const order = Stream.fromSeed(5).permutation(50);
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(Array.from(order)).not.toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => Stream.fromSeed(seed)).toThrow('Stream.fromSeed: seed must be a whole number');
  });
});
