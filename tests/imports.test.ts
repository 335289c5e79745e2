/** Imports run one way: from house to house, from room to room within `src`, and never in a circle of files. */

import { builtinModules } from 'node:module';
import { describe, expect, it } from 'vitest';
import { filesOf, type Import, importsOf } from './support/imports.js';

/** A house imports from those before it. */
const HOUSES = ['src', 'experiments', 'tools'];

/** A room of `src` imports from those before it. A family of tasks draws from a stream, and a law compares vectors. */
const ROOMS = [
  ...[
    'checks',
    'parse-json',
    'platform',
    'version',
    'random',
    'seams',
    'seam-checks',
    'numerics',
    'laws',
    'networks',
    'symmetry',
  ],
  ...[
    'optimizees',
    'optimizers',
    'tensors',
    'lstm',
    'metaoptimizer',
    'evaluation',
    'theory',
    'display',
    'node',
  ],
];

/** What also runs in a browser. */
const BROWSER_ENTRIES = [
  'src/index.ts',
  'src/theory/index.ts',
  'src/display/index.ts',
  'src/lstm/index.ts',
  'src/metaoptimizer/estimators/index.ts',
];

/** What the import of an entry loads besides files of its own; other packages wait until they are used. */
const PACKAGES = {
  'src/index.ts': ['@noble/hashes', 'pure-rand', 'simple-statistics'],
  'src/theory/index.ts': ['@noble/hashes', 'ml-matrix', 'pure-rand'],
  'src/display/index.ts': ['@noble/hashes'],
  'src/lstm/index.ts': [],
  'src/metaoptimizer/estimators/index.ts': [],
};

const imports = HOUSES.flatMap(filesOf).flatMap(importsOf);
const shown = ({ from, to }: Import) => `${from} → ${to}`;

const houseOf = (file: string) => HOUSES.indexOf(file.split('/')[0]);

/** Place of a file of `src` in the list of rooms; the entry of the whole comes after all of them. */
function roomOf(file: string): number {
  const room = file.split('/')[1].replace(/\.ts$/, '');
  return room === 'index' ? ROOMS.length : ROOMS.indexOf(room);
}

/** Where one can get from a file at run time; by way of `static` alone, what its import loads. */
function reachable(entry: string, kinds: readonly Import['kind'][] = ['static', 'dynamic']): Set<string> {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { from, to, kind } of imports) if (from === file && kinds.includes(kind)) seen.add(to);
  }
  return seen;
}

/** Files that lie on a circle of imports, types among them; each circle is named once, by the way around it. */
function circles(): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}

describe('imports', () => {
  it('run from tools to experiments to src', () => {
    const upwards = imports.filter(({ from, to }) => houseOf(to) > houseOf(from));
    expect(upwards.map(shown)).toEqual([]);
  });

  it('run from room to room of src in the order of the list', () => {
    const within = imports.filter(({ from, to }) => houseOf(from) === 0 && houseOf(to) === 0);
    const unlisted = within.flatMap(({ from, to }) => [from, to]).filter((file) => roomOf(file) < 0);
    expect(unlisted).toEqual([]);
    expect(within.filter(({ from, to }) => roomOf(to) > roomOf(from)).map(shown)).toEqual([]);
  });

  it('make no circle of files', () => {
    expect(circles()).toEqual([]);
  });

  it.each(BROWSER_ENTRIES)('leave Node’s own modules out of what %s reaches', (entry) => {
    const files = reachable(entry);
    const ofNode = imports.filter(
      ({ from, to, kind }) =>
        files.has(from) && kind !== 'type' && (to.startsWith('node:') || builtinModules.includes(to)),
    );
    expect(ofNode.map(shown)).toEqual([]);
  });

  // A large package costs tens of milliseconds and more. A name with # is none: see `imports` in package.json.
  it.each(Object.entries(PACKAGES))('load few packages with %s', (entry, expected) => {
    const loaded = [...reachable(entry, ['static'])].filter((name) => !/^(src\/|#)/.test(name));
    const packages = loaded.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
    expect([...new Set(packages)].sort()).toEqual(expected);
  });
});
