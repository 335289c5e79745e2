/**
 * The small part of a 2-D canvas that plotly paints heat maps with: rectangles of one colour, whole images, and the
 * picture as a data URL.
 */

import { crc32, deflateSync } from 'node:zlib';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const COLOUR_TYPE_RGBA = 6;

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** RGBA pixels as a PNG file: 8 bits a channel, no filter, one compressed block (PNG specification, 3rd edition). */
function encodePng(width: number, height: number, pixels: Uint8ClampedArray): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, COLOUR_TYPE_RGBA, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + 4 * width)); // each row begins with its filter, 0
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(4 * width * y, 4 * width * (y + 1)), y * (1 + 4 * width) + 1);
  }
  return Buffer.concat([
    Buffer.from(PNG_SIGNATURE),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A canvas' drawing context and its pixels. */
export class PixelCanvas {
  /** The colour of {@link fillRect}, as plotly writes it: rgba(r, g, b, a). */
  fillStyle = 'rgba(0,0,0,1)';
  private readonly pixels: Uint8ClampedArray;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.pixels = new Uint8ClampedArray(4 * width * height);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const [r, g, b, a] = (this.fillStyle.match(/[\d.]+/g) ?? []).map(Number);
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      for (let column = Math.max(0, x); column < Math.min(this.width, x + width); column++) {
        this.pixels.set([r, g, b, a * 255], 4 * (row * this.width + column));
      }
    }
  }

  createImageData(width: number, height: number): { data: Uint8ClampedArray } {
    return { data: new Uint8ClampedArray(4 * width * height) };
  }

  /** Takes an image of the canvas' own size. */
  putImageData({ data }: { data: Uint8ClampedArray }): void {
    this.pixels.set(data);
  }

  toDataURL(): string {
    return `data:image/png;base64,${encodePng(this.width, this.height, this.pixels).toString('base64')}`;
  }
}
