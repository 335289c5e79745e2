/** The labels of logarithmic axes in the picture: few enough to stay apart, enough to be read. */

import { expect, test } from 'vitest';
import { figure, logAxis } from '../../../src/display/figure-style.js';
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
