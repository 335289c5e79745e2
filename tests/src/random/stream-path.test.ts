/** A stream can be found again by its path. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stream } from '../../../src/random/stream.js';

test('the path of any stream gives that stream', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.array(fc.string()), (seed, names) => {
      const stream = names.reduce((parent, name) => parent.split(name), Stream.fromSeed(seed));
      const again = Stream.fromPath(stream.path);
      expect(again.path).toBe(stream.path);
      expect(again.uniform()).toBe(stream.uniform());
    }),
  );
});

test('names with slashes and percent signs stay one name', () => {
  const stream = Stream.fromSeed(1).split('50%/2F').split('b');
  expect(Stream.fromPath(stream.path).split('c').path).toBe(stream.split('c').path);
});

test('what is no path of a stream is refused', () => {
  for (const path of ['', 'a', '-1/x', '01', '1/50%', '9007199254740993']) {
    expect(() => Stream.fromPath(path), path).toThrow(RangeError);
  }
});
