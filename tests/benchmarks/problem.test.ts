/** What is compared between contestants: the workloads told to other programs, the problem's file, the differences. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { difference } from '../../benchmarks/agreement.js';
import { recordProblem, writeProblem } from '../../benchmarks/problem.js';
import { plainWorkload, shortened, startTraining, WORKLOADS } from '../../benchmarks/workloads.js';

describe('plainWorkload', () => {
  it('tells the methods of the workloads in numbers', () => {
    const [W1, W2, , W3, W4] = WORKLOADS.map(plainWorkload);
    expect(W1).toMatchObject({ hidden: 100, steps: 21, window: 5, teleports: [2, 5, 8, 11, 14, 17] });
    expect(W2).toMatchObject({ thetaGradient: true, teleports: Array.from({ length: 21 }, (_, e) => e) });
    expect(W3).toMatchObject({ batch: 64, A: [[0.5, 0], [0, 3]] }); // biome-ignore format: a matrix
    expect(W4).toMatchObject({
      problem: 'network',
      width: 20,
      hidden: 300,
      teleports: [],
      learningRate: 1e-3,
    });
  });
});

describe('recordProblem', () => {
  const workload = WORKLOADS[2]; // eight tasks
  const problem = recordProblem(workload);

  it('keeps the losses of the very training that is timed', () => {
    const training = startTraining(shortened(workload));
    expect(problem.losses).toEqual([training.step().loss, training.step().loss]);
  });

  it('keeps the starts of all tasks, and writes names, shapes and numbers', () => {
    const { shape, data } = problem.tensors.start;
    expect(shape).toEqual([2, 8, 2]);
    const folder = mkdtempSync(join(tmpdir(), 'orbit-l2o-test-'));
    const path = join(folder, 'problem');
    writeProblem(path, problem);
    const file = readFileSync(path);
    rmSync(folder, { recursive: true });
    const end = file.indexOf('\n') + 1;
    const shapes: Record<string, number[]> = JSON.parse(file.toString('utf8', 0, end));
    const sizes = Object.values(shapes).map((of) => of.reduce((product, length) => product * length, 1));
    expect(file.length - end).toBe(4 * sizes.reduce((sum, size) => sum + size, 0));
    expect(Object.keys(shapes).at(-1)).toBe('start');
    const numbers = Array.from(data, (_, k) => file.readFloatLE(file.length - 4 * (data.length - k)));
    expect(numbers).toEqual(Array.from(data));
  });
});

describe('difference', () => {
  it('is the largest relative one, infinite where something is missing', () => {
    expect(difference([1, 2.2], [1, 2])).toBeCloseTo(0.1, 12);
    expect(difference([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(difference([Number.NaN, 2], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  });
});
