/** What the benchmark makes of its measurements. */

import { describe, expect, it } from 'vitest';
import { markdown, summarise } from '../../benchmarks/measure.js';
import { spread } from '../../benchmarks/memory.js';
import { brief, ratioTable, timeTable } from '../../benchmarks/trajectories.js';

const names = { nodes: ['Node 20.1', 'Node 24.2'], peers: ['JAX', 'PyTorch 2.0'] };
const measured = [
  {
    workload: 'W',
    nodes: [summarise([1, 2, 3]), summarise([4, 4, 4])],
    peers: [undefined, summarise([8, 7, 9])],
  },
];

describe('the tables of trajectories', () => {
  it('show medians and fastest rounds; a peer that is not there leaves its cells empty', () => {
    expect(timeTable(measured, names)).toEqual([
      ['ms a trajectory', 'Node 20.1', 'Node 24.2', 'JAX', 'PyTorch 2.0'],
      ['W', '2.00 (1.00)', '4.00 (4.00)', '', '8.00 (7.00)'],
    ]);
  });

  it('divide the peers by ours', () => {
    const [head, row] = ratioTable(measured, names);
    expect(head.slice(1)).toEqual([
      'JAX : Node 20.1',
      'JAX : Node 24.2',
      'PyTorch : Node 20.1',
      'PyTorch : Node 24.2',
    ]);
    expect(row).toEqual(['W', '', '', '4.00', '2.00']);
  });

  it('are Markdown', () => {
    expect(markdown([['a', 'b'], ['c', '1']])).toBe('| a | b |\n| --- | ---: |\n| c | 1 |'); // biome-ignore format: a table
  });

  it('name versions by two numbers', () => {
    expect(['Node 24.21.0', 'JAX 0.10.2', 'JAX'].map(brief)).toEqual(['Node 24.21', 'JAX 0.10', 'JAX']);
  });
});

describe('spread', () => {
  it('leaves the warm-up out, and sees a leak', () => {
    expect(spread([10, 50, 90, 100, 100, 104])).toBeCloseTo(0.04, 12);
    expect(spread(Array.from({ length: 12 }, (_, k) => 100 + k))).toBeGreaterThan(0.05);
  });
});
