/**
 * Fuzzing by mutation: what is right, changed in a few places. The rule for each input: one line of `BadInput`, or a right answer,
 * below 2 s of processor time and 300 MB.
 *
 * In the ordinary tests seeds are fixed and the runs few; `npm run fuzz -- --minutes 10` draws anew for so long.
 */

import fc from 'fast-check';
import { expect } from 'vitest';
import { BadInput } from '../../src/checks.js';

/** Of all kinds together; undefined in the ordinary tests. */
const MINUTES = Number(process.env.ORBIT_L2O_FUZZ_MINUTES) || undefined;
/** Calls of {@link fuzz} in `../fuzz/fuzz.test.ts`, which share the minutes. */
const CALLS = 8;
/** A test that fuzzes may take so long. */
export const FUZZ_TIMEOUT = 120_000 + 60_000 * (MINUTES ?? 0);

const MOST_SECONDS = 2;
const MOST_MEGABYTES = 300;

/**
 * Holds inputs against the rule.
 *
 * @param read - reads an input; what it returns has been checked by it to be right.
 * @param runs - in the ordinary tests.
 */
export function fuzz<T>(inputs: fc.Arbitrary<T>, runs: number, read: (input: T) => void): void {
  const peak = () => process.resourceUsage().maxRSS / 1024; // MB
  const property = fc.property(inputs, (input) => {
    const before = { cpu: process.cpuUsage(), peak: peak() };
    try {
      read(input);
    } catch (error) {
      expect(error, String((error as Error).stack)).toBeInstanceOf(BadInput);
      expect((error as Error).message).toMatch(/^[^\n]{1,2000}$/);
    }
    const { user, system } = process.cpuUsage(before.cpu);
    expect((user + system) / 1e6, 'seconds of processor time').toBeLessThan(MOST_SECONDS);
    expect(peak() - before.peak, 'MB').toBeLessThan(MOST_MEGABYTES);
  });
  fc.assert(
    property,
    MINUTES === undefined
      ? { seed: 20250415, numRuns: runs }
      : {
          numRuns: Number.MAX_SAFE_INTEGER,
          interruptAfterTimeLimit: (60_000 * MINUTES) / CALLS,
          markInterruptAsFailure: false,
        },
  );
}

/** Values that are seldom what is asked for. */
const HOSTILE: readonly unknown[] = [
  ...[null, true, false, '', 'x', '__proto__', 'NaN', 'never', [], {}, [null], [[]], { every: 0 }],
  ...[0, -0, 1, -1, 0.5, 2, 21, 1e3, 1e5, 1e6, 1e9, 2 ** 31, 2 ** 53, 1e308, -1e308, 1e-308],
  ...['a\nb', 'x'.repeat(10_000), Array.from({ length: 1000 }, () => 0)],
];

type Json = unknown;
type Edit = (tree: Json) => Json;

/** Every place in a tree of JSON, as the keys that lead to it. */
function places(tree: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof tree !== 'object' || tree === null) return [path];
  return [path, ...Object.entries(tree).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function edited(
  tree: Json,
  path: readonly string[],
  edit: (parent: Record<string, Json>, key: string) => void,
): Json {
  const whole = { tree: structuredClone(tree) };
  const all = ['tree', ...path];
  const parent = all
    .slice(0, -1)
    .reduce<Record<string, Json>>((at, key) => at[key] as Record<string, Json>, whole);
  edit(parent, all[all.length - 1]);
  return whole.tree;
}

const anEdit: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(), fc.constantFrom('replace', 'delete', 'misspell', 'double'), fc.constantFrom(...HOSTILE))
  .map(([index, kind, value]) => (tree) => {
    const all = places(tree);
    return edited(tree, all[index % all.length], (parent, key) => {
      if (kind === 'replace' || key === 'tree') parent[key] = value;
      else if (kind === 'double' && Array.isArray(parent)) parent.push(parent[Number(key)]);
      else {
        const { [key]: old } = parent;
        if (Array.isArray(parent)) return void parent.splice(Number(key), 1);
        delete parent[key];
        if (kind !== 'delete') parent[key.length > 3 ? key.slice(1) : `${key}x`] = old;
      }
    });
  });

/** A tree of JSON with one to three places changed. */
export function mutatedJson(tree: Json): fc.Arbitrary<Json> {
  const plain = JSON.parse(JSON.stringify(tree));
  return fc
    .array(anEdit, { minLength: 1, maxLength: 3 })
    .map((edits) => edits.reduce((changed, edit) => edit(changed), plain));
}

/** Bytes with a few of them changed, cut out, cut off or said twice. */
export function mutatedBytes(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(
    fc.constantFrom('set', 'remove', 'cut', 'repeat'),
    fc.oneof(fc.nat(64), fc.nat()),
    fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
  );
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce<Uint8Array>((before, [kind, index, value]) => {
      if (before.length === 0) return before;
      const at = index % before.length;
      if (kind === 'cut') return before.slice(0, at);
      if (kind === 'set') return before.with(at, value);
      const end = Math.min(before.length, at + 1 + (value % 16));
      const rest = kind === 'remove' ? before.subarray(end) : before.subarray(at);
      return Uint8Array.from(Buffer.concat([before.subarray(0, kind === 'remove' ? at : end), rest]));
    }, bytes),
  );
}

/** A text with a few signs changed, taken from `signs`. */
export function mutatedText(text: string, signs: readonly string[]): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.nat(),
    fc.nat(4),
    fc.constantFrom('', ...signs),
    fc.constantFrom(1, 1, 1, 2, 50, 5000),
  );
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((before, [index, gone, sign, times]) => {
      const at = index % (before.length + 1);
      return before.slice(0, at) + sign.repeat(times) + before.slice(at + gone);
    }, text),
  );
}
