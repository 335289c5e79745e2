/** Labels of logarithmic axes: few enough to stay apart, enough to be read, each with its power of ten. */

import { expect, test } from 'vitest';
import { figure, logAxis } from '../../../src/display/figure-style.js';
import { logTicks } from '../../../src/display/log-ticks.js';

test('powers of ten come at whole distances; without a number the choice is plotly’s', () => {
  expect(logTicks([-1, 6])).toEqual({ dtick: 1 });
  expect(logTicks([-20, 10])).toEqual({ dtick: 4 });
  expect(logTicks(undefined)).toEqual({});
  const empty = figure([{ type: 'scatter', x: [0], y: [0] }], { yaxis: logAxis('loss') });
  expect(empty.layout.yaxis).toEqual(logAxis('loss'));
});

test('ticks of an axis’s own are kept, and a panel has those of its own data', () => {
  const { layout } = figure(
    [
      { type: 'scatter', x: [0, 1], y: [1, 1e30] },
      { type: 'scatter', x: [0, 1], y: [1, 1e4], yaxis: 'y2' },
    ],
    { yaxis: { ...logAxis('a'), dtick: 7 }, yaxis2: logAxis('b') },
  );
  expect([layout.yaxis?.dtick, layout.yaxis2?.dtick]).toEqual([7, 1]);
});
