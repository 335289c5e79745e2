import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { figureToJson } from '../../../src/display/figure-json.js';
import {
  color,
  type Figure,
  figure,
  logAxis,
  palette,
  translucent,
} from '../../../src/display/figure-style.js';
import { renderPng, renderSvg } from '../../../tools/png/render-png.js';

/** The pixels of a PNG with a palette, rows without a filter. */
function decode(png: Uint8Array): { width: number; height: number; at: (x: number, y: number) => number[] } {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    chunks.set(
      bytes.toString('latin1', at + 4, at + 8),
      bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)),
    );
  }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  expect(bytes[25]).toBe(3);
  const [palette, rows] = [chunks.get('PLTE')!, inflateSync(chunks.get('IDAT')!)];
  const at = (x: number, y: number) => {
    const index = rows[y * (width + 1) + 1 + x];
    return [...palette.subarray(3 * index, 3 * index + 3)];
  };
  return { width, height, at };
}

/** How many pixels of a region are darker than a light grey. */
function darkPixels(png: Uint8Array, [x0, y0, x1, y1]: readonly number[]): number {
  const { at } = decode(png);
  let dark = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) if (Math.min(...at(x, y)) < 100) dark++;
  return dark;
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const grid = (f: (x: number, y: number) => number) => range(20).map((y) => range(30).map((x) => f(x, y)));

/** A figure at a quarter of the usual area, since every pixel is looked at. */
const small = (data: Figure['data'], layout: Figure['layout'] = {}) =>
  figure(data, { width: 400, height: 250, ...layout });

/** One figure of each kind that the notebooks draw. */
const figures: Record<string, Figure> = {
  'lines with a band on a logarithmic axis': small(
    [
      {
        x: [0, 1, 2, 2, 1, 0],
        y: [2, 0.2, 0.02, 0.005, 0.05, 0.5],
        fill: 'toself',
        mode: 'lines',
        line: { width: 0 },
      },
      { x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, 0.1, 0.01), mode: 'lines', name: 'GD' },
    ],
    { title: { text: 'Loss f(x<sub>t</sub>)' }, yaxis: logAxis('‖∇f‖²') },
  ),
  'a heat map with a colour bar': small([{ type: 'heatmap', z: grid((x, y) => Math.sin(x / 4) * y) }]),
  'a smoothed heat map': small([{ type: 'heatmap', z: grid((x, y) => x * y), zsmooth: 'best' }]),
  'filled contours': small([{ type: 'contour', z: grid((x, y) => x * x + 3 * y * y) }]),
  'labelled contour lines with a trajectory': small([
    {
      type: 'contour',
      z: grid((x, y) => x * x + 3 * y * y),
      contours: { coloring: 'lines', showlabels: true },
    },
    { x: [1, 10, 20], y: [2, 10, 12], mode: 'lines+markers', marker: { symbol: 'star', size: 12 } },
  ]),
  'subplots with a legend below': small(
    [
      { x: [1, 2], y: [3, 4], name: 'a' },
      { x: [1, 2], y: [3, 4], name: 'b', xaxis: 'x2', yaxis: 'y2', mode: 'markers' },
    ],
    {
      grid: { rows: 1, columns: 2, pattern: 'independent' },
      legend: { orientation: 'h' },
      width: 600,
      height: 300,
    },
  ),
  'an annotation with an arrow': small([{ x: [0, 1], y: [0, 1] }], {
    annotations: [{ x: 0.5, y: 0.5, text: 'teleport <b>here</b>', ax: 40, ay: -40 }],
  }),
  'a mapped colour on markers': small([
    { x: range(9), y: range(9), mode: 'markers', marker: { color: range(9), showscale: true } },
  ]),
};

describe('renderPng', () => {
  it.each(Object.entries(figures))('draws %s, the same bytes each time', async (_, drawn) => {
    const png = await renderPng(drawn);
    const { width, height, at } = decode(png);
    expect([width, height]).toEqual([2 * drawn.layout.width!, 2 * drawn.layout.height!]);
    expect(at(0, 0)).toEqual([255, 255, 255]);
    const colours = new Set<string>();
    for (let y = 0; y < height; y += 3) for (let x = 0; x < width; x += 3) colours.add(at(x, y).join());
    expect(colours.size).toBeGreaterThan(10);
    expect(Buffer.compare(Buffer.from(await renderPng(drawn)), Buffer.from(png))).toBe(0);
  });

  it('draws the text of titles, axes and symbols with the font it carries', async () => {
    const named = (title: string) => renderPng(small([{ x: [0, 1], y: [0, 1] }], { title: { text: title } }));
    const top = [200, 20, 600, 110];
    const [nothing, text, symbols] = await Promise.all([named(''), named('A title'), named('∇θ‖ξ₀‖² ≤ λ')]);
    expect(darkPixels(nothing, top)).toBe(0);
    expect(darkPixels(text, top)).toBeGreaterThan(300);
    expect(darkPixels(symbols, top)).toBeGreaterThan(300);
    expect(darkPixels(text, [0, 120, 130, 400])).toBeGreaterThan(100); // tick labels
  });

  it('draws the colours of the data: a heat map of two values in the two ends of its scale', async () => {
    const png = await renderPng(
      small([
        {
          type: 'heatmap',
          z: [[0, 1]],
          colorscale: [
            [0, '#ff0000'],
            [1, '#0000ff'],
          ],
          showscale: false,
        },
      ]),
    );
    const { at } = decode(png);
    expect(at(250, 250)).toEqual([255, 0, 0]);
    expect(at(600, 250)).toEqual([0, 0, 255]);
  });

  it('keeps a colour bar a gradient and not black', async () => {
    const svg = await renderSvg(figures['a heat map with a colour bar']);
    expect(svg).toMatch(/fill: ?url\(#/);
    expect(svg).not.toMatch(/url\((&quot;|['"])/);
  });

  it('refuses what is no figure', async () => {
    await expect(renderPng({} as Figure)).rejects.toThrow(
      'renderSvg: figure must have an array of traces as data, got {}',
    );
  });
});

describe('figureToJson', () => {
  it('rounds, and takes typed arrays and what JSON lacks', () => {
    const json = figureToJson({
      data: [{ x: Float64Array.of(1 / 3, Number.NaN), y: [1e-300, Infinity] }],
      layout: {},
    });
    expect(JSON.parse(json).data).toEqual([{ x: [0.3333333, null], y: [1e-300, null] }]);
    const map = figureToJson({
      data: [{ type: 'heatmap', z: [Float64Array.of(1 / 3), [null]] }],
      layout: {},
    } as Figure);
    expect(JSON.parse(map).data[0].z).toEqual([[0.3333], [null]]);
  });
});

describe('figure style', () => {
  it('puts what a figure asks for before the template', () => {
    expect(figure([], { width: 300 }).layout).toMatchObject({ width: 300, height: 500 });
    expect(() => figure({} as never)).toThrow('figure: data must be an array of traces, got {}');
  });

  it('has distinct colours that begin again', () => {
    expect(new Set(palette).size).toBe(palette.length);
    expect(color(palette.length)).toBe(color(0));
    expect(() => color(-1)).toThrow('color: index must be a whole number of at least 0, got -1');
    expect(translucent('#0072b2', 0.2)).toBe('rgba(0,114,178,0.2)');
    expect(() => translucent('blue', 0.2)).toThrow("translucent: hex must be a colour #rrggbb, got 'blue'");
    expect(() => translucent('#000000', 2)).toThrow('translucent: opacity must be in [0, 1], got 2');
  });
});
