/** Random pairs of formulas: no false one may be proved. ORBIT_L2O_FUZZ says how many; 10,000 take a few minutes. */

import { expect, it } from 'vitest';
import { BadInput } from '../../../src/checks.js';
import { Stream } from '../../../src/random/stream.js';
import { proveIdentity } from '../../../src/theory/identity.js';
import { equalPair, strangePair, unequalPair, VARIABLES } from '../../support/random-identity.js';

const COUNT = Number(process.env.ORBIT_L2O_FUZZ ?? 300);

it(`proves no false one of ${COUNT} random pairs`, { timeout: 200 * COUNT + 60_000 }, () => {
  const stream = Stream.fromSeed(Number(process.env.ORBIT_L2O_FUZZ_SEED ?? 12)).split('pairs');
  const kinds = { equal: equalPair, unequal: unequalPair, strange: strangePair };
  const count: Record<string, number> = {};
  const wrong: string[] = [];
  for (let k = 0; k < COUNT; k++) {
    const kind = (['equal', 'unequal', 'strange'] as const)[k % 3];
    const [left, right] = kinds[kind](stream, 1 + stream.integer(3));
    let verdict: string;
    try {
      verdict = proveIdentity(
        { statement: '', variables: VARIABLES, sides: [[left, right]] },
        { seconds: 5 },
      ).verdict;
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      verdict = 'refused';
    }
    count[`${kind} ${verdict}`] = (count[`${kind} ${verdict}`] ?? 0) + 1;
    if (verdict === (kind === 'equal' ? 'fails' : 'holds')) wrong.push(`${left} = ${right}: ${verdict}`);
  }
  console.log(JSON.stringify(count));
  expect(wrong).toEqual([]);
});
