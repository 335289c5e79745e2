import { describe, expect, it } from 'vitest';
import { PAPER_SCHEDULE, schedule } from '../../../src/symmetry/schedule.js';

describe('schedule', () => {
  it('teleports after every k-th update, counting from the first', () => {
    expect(schedule({ every: 3 }, 21).at).toEqual([...PAPER_SCHEDULE, 20]);
    expect(schedule({ every: 1 }, 4).at).toEqual([0, 1, 2, 3]);
    expect(schedule({ every: 5, first: 0 }, 11).at).toEqual([0, 5, 10]);
  });

  it('takes a list in any order, and none', () => {
    const z = schedule([4, 1], 5);
    expect(z.at).toEqual([1, 4]);
    expect([0, 1, 2, 3, 4].map((t) => z.includes(t))).toEqual([false, true, false, false, true]);
    expect(schedule('never', 5).at).toEqual([]);
  });

  it.each([
    [[0, 21], 21, 'schedule: a run of 21 steps teleports at steps 0 to 20, got 21'],
    [[-1], 21, 'schedule: a run of 21 steps teleports at steps 0 to 20, got -1'],
    [[1.5], 21, 'schedule: a run of 21 steps teleports at steps 0 to 20, got 1.5'],
    [[2, 2], 21, "schedule: a step is listed once, got '2 twice'"],
    [{ every: 30 }, 21, "schedule: the first teleport must come within the 21 steps, got 'step 29'"],
    [{ every: 0 }, 21, 'schedule: every must be a whole number of at least 1, got 0'],
    [{ every: 2, offset: 1 }, 21, "schedule: options are every, first, got 'offset'"],
    [{ every: 2 }, 0, 'schedule: steps must be a whole number of at least 1, got 0'],
    [
      'always',
      21,
      "schedule: description must be 'never', a list of steps or { every, first }, got 'always'",
    ],
  ])('refuses %j of %i steps', (description, steps, message) => {
    expect(() => schedule(description as never, steps)).toThrow(message);
  });
});
