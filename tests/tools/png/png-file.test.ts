import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { encodePng, halve } from '../../../tools/png/png-file.js';

/** What another reader makes of the file: its pixels as RGBA. */
function read(png: Uint8Array, width: number, height: number): number[] {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${href}" width="${width}" height="${height}" style="image-rendering:optimizeSpeed"/></svg>`;
  return [...new Resvg(svg).render().pixels];
}

describe('encodePng', () => {
  it('keeps black, white and colours to two shades, and puts what is transparent on white', () => {
    const pixels = [0, 0, 0, 255, 255, 255, 255, 255, 10, 114, 178, 255, 9, 9, 9, 0];
    const got = read(encodePng({ pixels: Uint8Array.from(pixels), width: 2, height: 2 }), 2, 2);
    expect(got.slice(0, 8)).toEqual(pixels.slice(0, 8));
    for (let i = 8; i < 11; i++) expect(Math.abs(got[i] - pixels[i])).toBeLessThanOrEqual(2);
    expect(got.slice(12)).toEqual([255, 255, 255, 255]);
  });
});

describe('halve', () => {
  it('takes the mean of four pixels', () => {
    const pixels = Uint8Array.from([0, 40, 80, 120].flatMap((v) => [v, v, v, 255]));
    const half = halve({ pixels, width: 2, height: 2 });
    expect(half).toEqual({ pixels: Uint8Array.of(60, 60, 60, 255), width: 1, height: 1 });
  });
});
