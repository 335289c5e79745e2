/** A trajectory that flies off leaves a picture of what is near. */

import { expect, test } from 'vitest';
import { figure } from '../../src/notebook/figure-style.js';
import { renderPng, renderSvg } from '../../src/notebook/render-png.js';

test('markers far outside the picture are left out, those inside are drawn', async () => {
  const flight = (factor: number) =>
    figure(
      [{ type: 'scatter', mode: 'markers', x: [0, 1, factor], y: [0, 1, -factor], marker: { opacity: 0.5 } }],
      { xaxis: { range: [-1, 2] }, yaxis: { range: [-1, 2] } },
    );
  const markers = async (factor: number) =>
    (await renderSvg(flight(factor))).split('class="point"').length - 1;
  expect(await markers(1.5)).toBe(3);
  for (const factor of [50, 1e5]) {
    expect(await markers(factor)).toBe(2);
    expect((await renderPng(flight(factor))).length).toBeGreaterThan(1000);
  }
});
