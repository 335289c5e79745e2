/**
 * Random formulas with constants from 1e-30 to 1e30, at points on both sides of 0: the symbols must agree with mathjs and
 * with differences of many digits. ORBIT_L2O_FUZZ says how many formulas; 10,000 take about a quarter of an hour.
 */

import { expect, it } from 'vitest';
import { Stream } from '../../../src/random/stream.js';
import { agreementOf, isSmoothAt, valuesAndRounding } from '../../../src/theory/agreement.js';
import { parseExpression } from '../../../src/theory/expression.js';
import { lineDerivatives, MANY_DIGITS } from '../../../src/theory/formula/many-digits.js';
import { SymbolicFunction } from '../../../src/theory/symbolic-function.js';
import { randomFormula } from '../../support/random-formula.js';

const COUNT = Number(process.env.ORBIT_L2O_FUZZ ?? 200);
const SIGNS = [[1, 1], [-1, 1], [1, -1], [-1, -1]]; // biome-ignore format: four corners

it(`finds no disagreement in ${COUNT} random formulas`, { timeout: 2000 * COUNT + 60_000 }, () => {
  const stream = Stream.fromSeed(Number(process.env.ORBIT_L2O_FUZZ_SEED ?? 11)).split('formulas');
  const failures: string[] = [];
  const count = { formulas: 0, points: 0, numbers: 0, decided: 0, without: 0, refused: 0 };
  while (count.formulas < COUNT) {
    if (count.formulas % 500 === 499)
      process.stderr.write(`${JSON.stringify(count)} ${failures.length} failures\n`);
    const text = randomFormula(stream, 1 + stream.integer(4));
    let f: SymbolicFunction;
    try {
      f = new SymbolicFunction('fuzz', parseExpression('fuzz', text, { variables: ['x', 'y'] }));
    } catch (error) {
      failures.push(`${text}: ${(error as Error).message}`);
      continue;
    }
    count.formulas += 1;
    const points = SIGNS.map((signs) =>
      Float64Array.from(signs, (sign) => sign * 10 ** stream.uniform(-1.5, 1.5)),
    ).filter((x) => isSmoothAt(f, x));
    if (points.length === 0) count.without += 1;
    count.points += points.length;
    count.refused += SIGNS.length - points.length;
    try {
      agreementOf(f, points);
    } catch (error) {
      failures.push((error as Error).message);
    }
    for (const x of points) {
      const { values, rounding } = valuesAndRounding(f, x);
      count.numbers += values.length;
      count.decided += values.filter((value, k) => 8 * rounding[k] <= 1e-9 * Math.abs(value)).length;
      const exists = lineDerivatives(f.expression.graph, f.root, x, Float64Array.of(1, 0), MANY_DIGITS);
      if (!exists && Number.isFinite(rounding[0])) failures.push(`${text} has no value at [${x.join(', ')}]`);
    }
  }
  console.log(JSON.stringify(count));
  expect(failures).toEqual([]);
});
