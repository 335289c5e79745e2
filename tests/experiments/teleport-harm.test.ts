/** Which teleports count as harmful, by hand; and what is kept of them. */

import { describe, expect, test } from 'vitest';
import { questionOne } from '../../experiments/question-1.js';
import { experimentResults } from '../../experiments/results/summarise.js';
import { runMethod } from '../../experiments/run-method.js';
import { scaled } from '../../experiments/scaled.js';
import { harmfulShare, teleportHarm } from '../../experiments/teleport-harm.js';
import { ellipse } from '../../src/optimizees/ellipse.js';
import type { Trajectory } from '../../src/optimizers/trajectory.js';

const at = (...x: number[]) => Float64Array.from(x);
const task = ellipse({ A: [[1, 0], [0, 2]] }, at(1, 1)); // biome-ignore format: a matrix
const trajectory = (...teleports: { from: Float64Array; to: Float64Array }[]) =>
  ({ teleports: teleports.map((move, step) => ({ step, ...move })) }) as unknown as Trajectory;

describe('teleportHarm', () => {
  test('counts the teleports that end farther from the optimum, by more than rounding', () => {
    const nearer = { from: at(2, 0), to: at(0, 1) };
    const farther = { from: at(0, 1), to: at(2, 0) };
    const same = { from: at(1, 0), to: at(1 + 1e-12, 0) };
    const harm = teleportHarm(
      [task, task, task],
      [trajectory(nearer, farther, same), trajectory(farther), trajectory()],
    );
    expect(harm.teleports).toEqual([3, 1, 0]);
    expect(harm.harmful).toEqual([1, 1, 0]);
    expect(harm.logFactors[0]).toBeCloseTo(0, 12);
    expect(harm.logFactors[1]).toBeCloseTo(Math.log10(2), 12);
    expect(harm.logFactors[2]).toBeNull();
    expect(harmfulShare({ harm })).toBeCloseTo((1 / 3 + 1) / 2, 12); // of the tasks that teleported
    expect(harmfulShare({})).toBeNull();
  });
});

test('a run has it where the experiment asks, and results keep a number a seed', () => {
  const experiment = scaled(questionOne[0], { trajectories: 2, tasks: 3, hidden: 5 });
  const [vanilla, teleporting] = [experiment.methods[0].name, experiment.methods[2].name];
  const runs = [vanilla, teleporting].map((method) => runMethod(experiment, method, 1));
  const { harm, ...without } = runMethod({ ...experiment, measuresHarm: undefined }, teleporting, 1);
  const { harm: measured, ...beside } = runs[1];
  expect(harm).toBeUndefined();
  expect({ ...beside, timing: undefined }).toEqual({ ...without, timing: undefined });
  expect(measured!.teleports).toEqual([4, 4, 4]); // 2, 5, 8 and 11 of 12 steps
  const { methods } = experimentResults(experiment, runs);
  expect(methods[0].harm).toEqual({ shares: [null], logFactors: [null] });
  expect(methods[1].harm!.shares).toEqual([harmfulShare(runs[1])]);
});
