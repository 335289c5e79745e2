import { describe, expect, it } from 'vitest';
import { experiments } from '../../../experiments/registry.js';
import { hasMethodStyle, methodStyle } from '../../../src/display/method-styles.js';

describe.each(experiments.map(({ id, methods }) => ({ id, names: methods.map(({ name }) => name) })))(
  'the methods of $id',
  ({ names }) => {
    it('all have a colour and a dash, no two the same', () => {
      expect(names.filter((name) => !hasMethodStyle(name))).toEqual([]);
      const looks = names.map((name) => `${methodStyle(name).color} ${methodStyle(name).dash}`);
      expect(new Set(looks).size).toBe(names.length);
    });
  },
);

it('a method of one’s own has the colour of its place', () => {
  expect(methodStyle('my own', 1).color).not.toBe(methodStyle('my own', 0).color);
});
