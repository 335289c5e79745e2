/** Units as lines, and the shards that every machine finds by itself. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { experimentById, experimentsOfFigures } from '../../../experiments/registry.js';
import { parseUnit, shardOf, unitLine, unitsOf, workOfUnits } from '../../../experiments/store/units.js';
import { unitName } from '../../../experiments/store/worker-pool.js';

const units = experimentsOfFigures(['all']).flatMap((one) => unitsOf(one, 30, {}));
const workOf = workOfUnits();
const total = (list: typeof units) => list.reduce((sum, unit) => sum + workOf(unit), 0);

describe('shardOf', () => {
  test('parts the units: each is in one shard', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 80 }), (count, length) => {
        const some = units.slice(0, length);
        const shards = Array.from({ length: count }, (_, i) => shardOf(some, workOf, i + 1, count));
        expect(shards.flat().map(unitName).sort()).toEqual(some.map(unitName).sort());
      }),
      { numRuns: 30 },
    );
  });

  test('balances work: no shard has more than another by more than the largest unit', () => {
    const largest = Math.max(...units.map(workOf));
    for (const count of [2, 8, 29]) {
      const loads = Array.from({ length: count }, (_, i) => total([...shardOf(units, workOf, i + 1, count)]));
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(largest);
    }
  });

  test('deals the units of one method out evenly, however wrong its work is measured', () => {
    const network = ({ experiment }: (typeof units)[number]) => experiment === 'figure-7-classifier';
    const counts = Array.from(
      { length: 8 },
      (_, i) => shardOf(units, workOf, i + 1, 8).filter(network).length,
    );
    const all = units.filter(network).length;
    expect(all).toBeGreaterThan(100);
    expect(Math.max(...counts)).toBeLessThan((1.5 * all) / 8);
  });

  test.each([
    [0, 3],
    [4, 3],
    [1, 0],
  ])('refuses shard %i of %i', (index, count) => {
    expect(() => shardOf(units, workOf, index, count)).toThrow(/^shardOf: (index|count) must be/);
  });
});

describe('a line', () => {
  test('gives back its unit', () => {
    for (const scale of [{}, { trajectories: 3, tasks: 2, hidden: 4 }, { tasks: 2 }]) {
      for (const unit of unitsOf(experimentById('figure-3'), 2, scale))
        expect(parseUnit('test', unitLine(unit, workOf(unit)))).toEqual(unit);
    }
  });

  test.each([
    ['vanilla', /^test: a unit must be JSON, as `units` prints it, got 'vanilla'$/],
    ['{"experiment":"figure-3","method":"vanilla","seed":0}', /seed: .*got /],
    [
      '{"experiment":"figure-3","method":"vanilla","seed":1,"sale":{}}',
      /a unit must be as `units` prints it/,
    ],
    ['{"experiment":"figure-9","method":"vanilla","seed":1}', /id must be one of figure-3/],
    ['{"experiment":"figure-3","method":"magic","seed":1}', /^test: method must be one of vanilla/],
    ['{"experiment":"figure-3","method":"vanilla","seed":1,"scale":{"tasks":1.5}}', /scale: tasks: /],
  ])('%s is refused in one line', (line, message) => {
    expect(() => parseUnit('test', line)).toThrow(message);
  });
});
