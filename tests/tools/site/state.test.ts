/** The article's state: an address gives the values that made it, and what makes no sense in one is left out. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIELDS,
  type Field,
  type FieldName,
  kept,
  type Values,
} from '../../../tools/site/browser/state/fields.js';
import { degrees, pointText, raised, short } from '../../../tools/site/browser/state/live-text.js';
import { searchOf, valuesOf } from '../../../tools/site/browser/state/state.js';

const DEFAULTS = valuesOf('');

const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true }).map(kept);
const point = fc.option(fc.tuple(coordinate, coordinate), { nil: undefined });

const some: fc.Arbitrary<Partial<Values>> = fc.record(
  {
    f: fc.constantFrom('ellipse', 'booth', 'rosenbrock', 'formula'),
    formula: fc.string(),
    p: point,
    q: point,
    start: point,
    angle: fc.double({ min: -180, max: 180, noNaN: true }).map(kept),
    alpha: fc.double({ min: 0.001, max: 1, noNaN: true }).map(kept),
    l2: fc.double({ min: -4, max: 4, noNaN: true }).map(kept),
    family: fc.constantFrom('ellipse-varied', 'mixed'),
    seed: fc.nat(999_999),
    t: fc.nat(20),
    trained: fc.constantFrom('yes', 'no'),
  },
  { requiredKeys: [] },
);

describe('the state in the address', () => {
  it('is empty at the defaults', () => {
    expect(searchOf(DEFAULTS)).toBe('');
    for (const name of Object.keys(FIELDS) as FieldName[]) {
      expect(DEFAULTS[name]).toBe((FIELDS[name] as Field<unknown>).initial);
    }
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(some, (change) => {
        const values = { ...DEFAULTS, ...change } as Values;
        const back = valuesOf(searchOf(values));
        expect(searchOf(back)).toBe(searchOf(values));
        // −0 is 0 in an address
        expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  it.each([
    'f=cubic',
    'alpha=0',
    'alpha=',
    'p=1',
    'p=1,',
    'p=1,2,3',
    'p=1e9,0',
    'seed=1.5',
    't=21',
    'l1=NaN',
    'x=1',
  ])('leaves out what makes no sense: %s', (search) => {
    expect(searchOf(valuesOf(`?${search}`))).toBe('');
  });
});

describe('numbers in the text', () => {
  it.each([
    [0, '0'],
    [12.345, '12.3'],
    [-0.5, '−0.5'],
    [123456, '1.23·10⁵'],
    [-0.000123, '−1.23·10⁻⁴'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, 'undefined'],
  ])('%f is %s', (value, text) => {
    expect(short(value)).toBe(text);
  });

  it('points, angles and powers', () => {
    expect(pointText([1, -2.25])).toBe('(1, −2.25)');
    expect(degrees(-Math.PI / 2)).toBe('−90°');
    expect(raised(-12)).toBe('⁻¹²');
  });
});
