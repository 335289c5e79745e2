import { describe, expect, it } from 'vitest';
import { figure } from '../../../src/display/figure-style.js';
import { slide } from '../../../src/display/slide.js';
import { renderPng } from '../../../tools/png/render-png.js';

const circle = { type: 'scatter' as const, x: [0, 1], y: [1, 0], name: 'circle' };
const draw = (angle: number) =>
  figure([circle, { type: 'scatter', x: [0, Math.cos(angle)], y: [0, Math.sin(angle)] }], {
    title: { text: `angle ${angle}` },
  });

describe('slide', () => {
  it('stores what does not move once, and shows one position at a time', () => {
    const { data, layout } = slide({ θ: [0, 1, 2] }, draw);
    expect(data).toHaveLength(4);
    expect(data.map((trace) => (trace as { visible?: boolean }).visible)).toEqual([
      undefined,
      undefined,
      false,
      false,
    ]);
    type Slider = { steps: { label: string; args: unknown[] }[] };
    const [slider] = layout.sliders as Slider[];
    expect(slider.steps.map(({ label }) => label)).toEqual(['0', '1', '2']);
    expect(slider.steps[1].args[0]).toEqual({ visible: [true, false, true, false] });
    expect(slider.steps[2].args[1]).toEqual({ title: { text: 'angle 2' } });
  });

  it('is drawn as a picture too', async () => {
    expect((await renderPng(slide({ θ: [0, 1] }, draw))).length).toBeGreaterThan(1000);
  });

  it('refuses what it cannot show', () => {
    expect(() => slide({ a: [1, 2], b: [1, 2] }, draw)).toThrow(/^slide: control must name one number, got/);
    expect(() => slide({ θ: [1] }, draw)).toThrow('slide: θ must take 2 to 100 values, got 1');
    const heavy = (k: number) => figure([{ type: 'scatter', y: new Float64Array(40_000).fill(k / 3) }]);
    expect(() => slide({ θ: [1, 2, 4] }, heavy)).toThrow(
      /^slide: the figure must have at most 1000000 bytes/,
    );
  });
});
