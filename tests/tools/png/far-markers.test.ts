/** A trajectory that flies off leaves a picture of what is near, and does not end the process that draws it. */

import { expect, test } from 'vitest';
import { figure } from '../../../src/display/figure-style.js';
import { renderPng, renderSvg } from '../../../tools/png/render-png.js';
import { clipFarMarks } from '../../../tools/png/svg-clip.js';

const flight = (factor: number, mode: 'markers' | 'lines+markers') =>
  figure(
    [{ type: 'scatter', mode, x: [0, 1, factor, 0.5], y: [0, 1, -factor, factor], marker: { opacity: 0.5 } }],
    { xaxis: { range: [-1, 2] }, yaxis: { range: [-1, 2] } },
  );

test('markers far outside the picture are left out, those inside are drawn', async () => {
  const markers = async (factor: number) =>
    (await renderSvg(flight(factor, 'markers'))).split('class="point"').length - 1;
  expect(await markers(1.5)).toBe(4);
  expect(await markers(50)).toBe(2);
});

test('flights of any length are drawn', async () => {
  for (const factor of [5, 20, 100, 1e5, 1e30]) {
    expect((await renderPng(flight(factor, 'lines+markers'))).length).toBeGreaterThan(1000);
  }
});

const line = (d: string) => `<path class="js-line" style="fill: none;" d="${d}"/>`;

test('a line is cut where it leaves the surroundings of the picture, and lines within are left as they are', () => {
  // The box of a picture of 100 × 100 is from −100 to 100.
  const clipped = (d: string) => clipFarMarks(line(d), 100, 100);
  expect(clipped('M0,0L50,-99.5L100,100')).toBe(line('M0,0L50,-99.5L100,100'));
  expect(clipped('M0,0L400,400')).toBe(line('M0,0L100,100'));
  expect(clipped('M0,0L400,0L400,50L0,50')).toBe(line('M0,0L100,0M100,50L0,50'));
  expect(clipped('M-300,10L300,10')).toBe(line('M-100,10L100,10'));
  expect(clipped('M-300,-300L-200,-300')).toBe('');
  expect(clipped('M0,0L10,10M500,0L400,0M0,5L0,1e6')).toBe(line('M0,0L10,10M0,5L0,100'));
});
