import { describe, expect, it } from 'vitest';
import {
  CHOICE_SEEDS,
  type ChoiceRow,
  chosenCandidate,
  measureCandidate,
  momentumCandidates,
} from '../../experiments/momentum-choice.js';
import { MENDED_TRAINING, mendedLstm, WITHIN_WINDOWS } from '../../experiments/network-mended.js';
import { mlpRegression } from '../../src/optimizees/mlp-regression.js';

describe('chosenCandidate', () => {
  const row = (candidate: string, seed: number, score: number, diverged = 0): ChoiceRow => ({
    candidate,
    seed,
    score,
    shown: score,
    divergedInTraining: 0,
    diverged,
    momentum: [0.5, 0.5],
  });

  it('is the lowest mean of those that never diverge', () => {
    const rows = [
      row('a', 1, 1),
      row('a', 2, 3),
      row('b', 1, 1.5),
      row('b', 2, 1.5),
      row('c', 1, -9, 1),
      row('c', 2, -9),
    ];
    expect(chosenCandidate(rows)).toBe('b');
  });

  it('is that which diverges least, where all do', () => {
    expect(chosenCandidate([row('a', 1, -5, 3), row('b', 1, 2, 1)])).toBe('b');
    expect(chosenCandidate([row('dead', 1, Number.NaN, 1), row('alive', 1, 9, 1)])).toBe('alive');
  });
});

describe('measureCandidate', () => {
  const family = mlpRegression({ sizes: [3, 3, 3] });

  it('trains and runs on streams of its seed alone', () => {
    const candidate = {
      name: 'small',
      description: mendedLstm('small', { momentum: true }),
      training: { trajectories: 2, steps: 21, window: 10 },
    };
    const once = measureCandidate(candidate, family, 101, { tasks: 3, steps: 40 });
    expect(once).toEqual(measureCandidate(candidate, family, 101, { tasks: 3, steps: 40 }));
    expect(once.score).not.toBe(measureCandidate(candidate, family, 102, { tasks: 3, steps: 40 }).score);
    for (const beta of once.momentum) expect(beta).toBeGreaterThan(0);
    expect(once.diverged).toBe(0);
  });
});

describe('the mend', () => {
  it('is one of its candidates, chosen at seeds that no experiment has', () => {
    const described = momentumCandidates.map(({ description: { name, ...rest }, training }) => ({
      rest,
      training,
    }));
    const { name, ...rest } = mendedLstm('any', { teleport: true, momentum: true });
    expect(described).toContainEqual({ rest, training: MENDED_TRAINING });
    expect(Math.min(...CHOICE_SEEDS)).toBeGreaterThan(10);
  });

  it('has a step behind every teleport of a window', () => {
    const { window = 0, steps = 0 } = MENDED_TRAINING;
    const cuts = Array.from({ length: Math.floor((steps - 1) / window) }, (_, i) => (i + 1) * window);
    for (const cut of cuts) {
      for (let t = WITHIN_WINDOWS.first; t <= cut; t += WITHIN_WINDOWS.every) {
        if (t > cut - window) expect(cut - t).toBeGreaterThanOrEqual(2); // f(x_{t+2}) is the first loss that a teleport changes
      }
    }
  });
});
