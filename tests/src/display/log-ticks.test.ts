/** Labels of logarithmic axes: few enough to stay apart, enough to be read, each with its power of ten. */

import { expect, test } from 'vitest';
import { figure, logAxis } from '../../../src/display/figure-style.js';
import { logTicks } from '../../../src/display/log-ticks.js';
import { renderSvg } from '../../../tools/png/render-png.js';

const drawn = (low: number, high: number) =>
  figure([{ type: 'scatter', x: [0, 1], y: [low, high] }], { yaxis: logAxis('loss') });

/** The labels in the picture, low to high. */
async function labels(low: number, high: number): Promise<string[]> {
  const svg = await renderSvg(drawn(low, high));
  const texts = svg.matchAll(/<g class="ytick">(.*?)<\/g>/gs);
  return [...texts].map(([, tick]) => tick.replace(/<[^>]*>/g, '').replace(/[\u200b\s]/g, ''));
}

test.each([
  [1e-20, 1e10],
  [1e-3, 1e30],
  [1e-300, 1e300],
  [0.5, 2e4],
  [1e-5, 9e-5],
  [2e-5, 6e-5],
  [0.03, 1.7],
  [21, 24],
  [3.1, 3.10001],
])('from %d to %d there are three to nine labels, all different', async (low, high) => {
  const found = await labels(low, high);
  expect(found.length).toBeGreaterThanOrEqual(3);
  expect(found.length).toBeLessThanOrEqual(9);
  expect(new Set(found).size).toBe(found.length);
});

test('within a decade each label says its power of ten', async () => {
  expect(await labels(1.5e-5, 6e-5)).toEqual(['2×10−5', '3×10−5', '4×10−5', '5×10−5', '6×10−5']);
  expect(await labels(0.04, 1)).toEqual(['0.05', '0.1', '0.2', '0.5', '1']);
});

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
