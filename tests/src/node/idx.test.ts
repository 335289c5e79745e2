import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parseIdx, readIdxDataSet } from '../../../src/node/idx.js';
import { idx } from '../../support/idx-file.js';

const folder = mkdtempSync(join(tmpdir(), 'orbit-l2o-idx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const images = idx(8, [3, 2, 2], Uint8Array.of(0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8)); // magic 2051
const labels = idx(8, [3], Uint8Array.of(7, 0, 9)); // magic 2049

let files = 0;
function written(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.idx`);
  writeFileSync(path, bytes);
  return path;
}

describe('parseIdx', () => {
  it('reads bytes and the other five types, big-endian', () => {
    expect(parseIdx(images)).toMatchObject({ shape: [3, 2, 2], bytes: true });
    const number = (size: number, write: (view: DataView) => void) => {
      const bytes = new Uint8Array(size);
      write(new DataView(bytes.buffer));
      return bytes;
    };
    const cases: [number, Uint8Array, number][] = [
      [9, number(1, (view) => view.setInt8(0, -5)), -5],
      [11, number(2, (view) => view.setInt16(0, -300)), -300],
      [12, number(4, (view) => view.setInt32(0, 70000)), 70000],
      [13, number(4, (view) => view.setFloat32(0, 0.5)), 0.5],
      [14, number(8, (view) => view.setFloat64(0, 0.1)), 0.1],
    ];
    for (const [type, body, value] of cases) expect(parseIdx(idx(type, [1], body)).data[0]).toBe(value);
  });

  it('reads a view into a larger buffer', () => {
    const padded = new Uint8Array(labels.length + 3);
    padded.set(labels, 3);
    expect(Array.from(parseIdx(padded.subarray(3)).data)).toEqual([7, 0, 9]);
  });

  const cut = (bytes: Uint8Array, by: number) => bytes.slice(0, bytes.length - by);
  it.each([
    [
      'an empty file',
      new Uint8Array(0),
      "parseIdx x: the file must have a magic number of 4 bytes, got '0 bytes'",
    ],
    [
      'another format',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0),
      "parseIdx x: the magic number must be that of an IDX file, got '0x89504e47, which looks like a PNG picture'",
    ],
    [
      'an unknown type',
      idx(10, [1], Uint8Array.of(1)),
      "the magic number must be that of an IDX file, got '0x00000a01'",
    ],
    [
      'no dimensions',
      Uint8Array.of(0, 0, 8, 0),
      "the magic number must be that of an IDX file, got '0x00000800'",
    ],
    [
      'a cut-short header',
      images.slice(0, 10),
      "parseIdx x: a header of 3 dimensions takes 16 bytes, got '10 bytes'",
    ],
    ['a cut-short body', cut(images, 1), "parseIdx x: an array of 3 × 2 × 2 takes 28 bytes, got '27 bytes'"],
    [
      'trailing bytes',
      Uint8Array.of(...labels, 0),
      "parseIdx x: an array of 3 takes 11 bytes, got '12 bytes'",
    ],
    ['a cut-short gzip', cut(gzipSync(images), 9), 'parseIdx x: a gzipped file must be whole, got '],
    [
      'something after a gzip stream',
      Uint8Array.of(...gzipSync(images), 1, 2, 3),
      "parseIdx x: a gzipped file must end with its stream, got 'something else after it'",
    ],
    [
      'a web page',
      Buffer.from('<!DOCTYPE html><html>404</html>'),
      "parseIdx x: the magic number must be that of an IDX file, got '0x3c21444f, which looks like a web page'",
    ],
    [
      'sizes of which the product is no number of bytes',
      idx(8, Array(200).fill(0xffffffff), new Uint8Array(0)),
      'parseIdx x: an array must take at most 1073741824 bytes of memory, got ',
    ],
    [
      'a header that promises more than so small a gzip can hold',
      gzipSync(idx(8, [1_000_000], new Uint8Array(0))),
      'parseIdx x: a gzipped file of 1000008 bytes must be whole, got ',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 'x')).toThrow(message);
  });

  it('unpacks a gzipped file no further than its header promises', () => {
    const bomb = gzipSync(idx(8, [3, 2, 2], new Uint8Array(200_000_000)));
    const before = process.memoryUsage().rss;
    expect(() => parseIdx(bomb, 'x')).toThrow(
      "parseIdx x: a gzipped file must hold the 28 bytes of its header, got 'more of them'",
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });
});

describe('readIdxDataSet', () => {
  it('makes columns of examples, pixels from 0 to 1, plain or gzipped', () => {
    const plain = readIdxDataSet({ images: written(images), labels: written(labels) });
    expect(plain).toMatchObject({ features: 4, examples: 3, classes: 10, labels: Int32Array.of(7, 0, 9) });
    expect([0, 3, 6, 9].map((at) => plain.inputs[at])).toEqual([0, 51 / 255, 102 / 255, 1]); // the first image
    const zipped = readIdxDataSet({ images: written(gzipSync(images)), labels: written(gzipSync(labels)) });
    expect(zipped.inputs).toEqual(plain.inputs);
  });

  it('takes the first examples when told', () => {
    const set = readIdxDataSet({ images: written(images), labels: written(labels), examples: 2 });
    expect(set).toMatchObject({ examples: 2, labels: Int32Array.of(7, 0) });
    expect(Array.from(set.inputs.subarray(0, 2))).toEqual([0, 1 / 255]);
  });

  it.each([
    ['swapped files', labels, images, {}, "must hold examples in two dimensions or more, got '1 (labels?)'"],
    ['images for labels', images, images, {}, "must hold labels in one dimension, got '3 (images?)'"],
    [
      'files that disagree',
      images,
      idx(8, [2], Uint8Array.of(1, 2)),
      {},
      'must hold a label for each of the 3 examples, got 2',
    ],
    [
      'a label out of range',
      images,
      labels,
      { classes: 9 },
      "must hold whole numbers from 0 to 8, got '9 at index 2'",
    ],
    [
      'more examples than there are',
      images,
      labels,
      { examples: 4 },
      'examples must be at most the 3 in the file, got 4',
    ],
    [
      'a pixel that is no number',
      idx(13, [3, 1], new Uint8Array(12).fill(0xff)),
      labels,
      {},
      "must hold finite numbers, got 'NaN in example 0'",
    ],
    [
      'images without a pixel',
      idx(8, [3, 0, 4], new Uint8Array(0)),
      labels,
      {},
      "must hold an example with a feature, got '3 × 0 × 4'",
    ],
    [
      'no items at all',
      idx(8, [0, 2], new Uint8Array(0)),
      idx(8, [0], new Uint8Array(0)),
      {},
      "must hold an example with a feature, got '0 × 2'",
    ],
    ['no examples', images, labels, { examples: 0 }, 'examples must be a whole number of at least 1, got 0'],
  ])('refuses %s', (_, first, second, options, message) => {
    const paths = { images: written(first), labels: written(second) };
    expect(() => readIdxDataSet({ ...paths, ...options })).toThrow(message);
  });

  it('says which file is missing', () => {
    const none = join(folder, 'none');
    const message = `readIdxDataSet: path must be a file that can be read, got '${none} (ENOENT`;
    expect(() => readIdxDataSet({ images: none, labels: written(labels) })).toThrow(message);
    expect(() => readIdxDataSet({ images: written(images), labels: none })).toThrow(message);
  });
});
