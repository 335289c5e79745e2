/** The options of `npm run bench`: what they ask for, and one line where they are bad. */

import { describe, expect, it } from 'vitest';
import { nodeBinaries } from '../../benchmarks/contestants.js';
import { PARTS, parseOptions } from '../../benchmarks/options.js';

describe('parseOptions', () => {
  it('measures everything unless parts are named, and those in their order', () => {
    expect(parseOptions([])).toEqual({ parts: PARTS, nodes: [] });
    expect(parseOptions(['import', 'memory']).parts).toEqual(['memory', 'import']);
  });

  it('takes several Nodes, after one option or several', () => {
    expect(parseOptions(['trajectories', '--node', '/a', '/b']).nodes).toEqual(['/a', '/b']);
    expect(parseOptions(['--node', '/a', '--node', '/b']).nodes).toEqual(['/a', '/b']);
  });

  it.each([
    [['speed'], /^bench: a part must be one of memory, .*, got speed$/],
    [['--nodes', '/a'], /^bench: unknown option '--nodes'/],
    [['--node'], /^bench: option '--node <paths...>' argument missing$/],
    [['memory', '--node', '/a'], /^bench: --node goes with trajectories, got memory$/],
  ])('refuses %j in one line', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});

describe('nodeBinaries', () => {
  it('begins with this Node, and has each once', () => {
    expect(nodeBinaries([process.execPath])).toEqual([process.execPath]);
  });

  it.each(['/no/such/node', '/bin/ls'])('refuses %s', (path) => {
    expect(() => nodeBinaries([path])).toThrow(
      `bench: --node must name a Node of 20.19 or newer that runs here, got ${path}`,
    );
  });
});
