/** What is wrong with JSON from outside is one line: the file, the line in it, and the field. */

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstFaults, parseJson } from '../../src/parse-json.js';

describe('parseJson', () => {
  it.each([
    ['{"a": 1,}', '"}" at character 9'],
    ['{\n "a": NaN\n}', '"NaN\\n}" at line 2'],
    ['[1,\n2,\n,3]', '",3]" at line 3'],
    ['<html>', '"<html>" at character 1'],
    ['', 'an empty text'],
    ['[1, 2', 'its end at character 6'],
    ['{} x', '"x" at character 4'],
  ])('says of %j what cannot stand there', (text, what) => {
    expect(() => parseJson('read', 'a.json', text)).toThrow(
      expect.objectContaining({ name: 'BadInput', message: `read: a.json must be JSON, got ${what}` }),
    );
  });

  it('gives the content of what is JSON', () => {
    expect(parseJson('read', 'a.json', '{"a":[1,null]}')).toEqual({ a: [1, null] });
  });
});

describe('firstFaults', () => {
  it('names fields, three at most, in one line', () => {
    const schema = z.object({ a: z.array(z.number()), b: z.string(), c: z.string(), d: z.string() });
    const fault = firstFaults(schema.safeParse({ a: [1, 'x'] }).error!);
    expect(fault).toMatch(/^a\[1\]: .*; b: .*; c: .*; and 1 more$/);
    expect(firstFaults(schema.safeParse(3).error!)).toMatch(/^its content: /);
  });
});
