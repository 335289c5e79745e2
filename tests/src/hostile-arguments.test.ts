/** Whatever a public function is called with, it answers: with a result, or with one line that is the caller's. */

import { describe, expect, it } from 'vitest';
import * as display from '../../src/display/index.js';
import * as core from '../../src/index.js';
import * as lstm from '../../src/lstm/index.js';
import * as estimators from '../../src/metaoptimizer/estimators/index.js';
import * as node from '../../src/node/index.js';
import * as theory from '../../src/theory/index.js';

const ENTRIES = { core, theory, display, node, lstm, estimators };

const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  5,
  -1,
  Number.NaN,
  'x',
  '',
  {},
  [],
  [null],
  true,
  () => {},
  new Float64Array(0),
  { a: 1 },
];

/** Take no argument and work for seconds; show what they are given, which the reader of a test need not see. */
const LEFT_OUT = ['proveStatements', 'show', 'table', 'markdown', 'latex', 'progress', 'html'];

type Callable = (...args: readonly unknown[]) => unknown;

const functions = Object.entries(ENTRIES).flatMap(([entry, exports]) =>
  Object.entries(exports)
    .filter(([name, value]) => typeof value === 'function' && !LEFT_OUT.includes(name))
    .map(([name, value]) => [`${entry}.${name}`, value as Callable] as const),
);

async function answer(callable: Callable, args: readonly unknown[]): Promise<unknown> {
  const isClass = /^class\b/.test(Function.prototype.toString.call(callable));
  try {
    await (isClass ? Reflect.construct(callable, args) : callable(...args));
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('hostile arguments', () => {
  it.each(functions)('of %s end in a result or in one line', async (_, callable) => {
    const lists = [[], ...HOSTILE.flatMap((first) => [[first], ...HOSTILE.map((second) => [first, second])])];
    for (const args of lists) {
      const error = await answer(callable, args);
      if (error === undefined) continue;
      expect(error, String((error as Error).stack)).toMatchObject({ name: 'BadInput' });
      expect((error as Error).message).not.toContain('\n');
      expect((error as Error).message.length).toBeLessThan(2000);
    }
  });
});
