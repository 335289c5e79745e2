/**
 * IDX files, the format of MNIST and its kin, plain or gzipped.
 *
 *     bytes 0–1    0 0
 *     byte  2      type: 8 uint8, 9 int8, 11 int16, 12 int32, 13 float32, 14 float64
 *     byte  3      number of dimensions D
 *     then         D sizes, uint32; then the numbers, last index fastest; all big-endian
 *
 * MNIST's images are type 8 with D = 3 (magic number 2051), its labels type 8 with D = 1 (2049). The format has no
 * checksum: a file that is cut short, too long, or not what it is called is told by its header and size alone.
 */

import { gunzipSync } from 'node:zlib';
import { refuse, requireCount, requireKnownKeys } from '../checks.js';
import type { DataSet } from '../optimizees/data-sets.js';
import { readBytes } from './files.js';

/** What an IDX file holds. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** Row-major, of `shape`. */
  readonly data: ArrayLike<number>;
  /** Whether the numbers are bytes: pixels of 0 to 255. */
  readonly bytes: boolean;
}

type Read = (view: DataView, at: number) => number;

const TYPES: Readonly<Record<number, { readonly size: number; readonly read: Read }>> = {
  8: { size: 1, read: (view, at) => view.getUint8(at) },
  9: { size: 1, read: (view, at) => view.getInt8(at) },
  11: { size: 2, read: (view, at) => view.getInt16(at) },
  12: { size: 4, read: (view, at) => view.getInt32(at) },
  13: { size: 4, read: (view, at) => view.getFloat32(at) },
  14: { size: 8, read: (view, at) => view.getFloat64(at) },
};

/** @param name what errors call the file. @throws if the bytes are not one whole IDX array. */
export function parseIdx(file: Uint8Array, name = 'IDX data'): IdxArray {
  const where = `parseIdx ${name}`;
  const bytes = unzipped(file, where);
  if (bytes.length < 4)
    refuse(where, 'the file must have a magic number of 4 bytes', `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = TYPES[view.getUint8(2)];
  const dimensions = view.getUint8(3);
  if (view.getUint16(0) !== 0 || !type || dimensions === 0) {
    refuse(where, 'the magic number must be that of an IDX file', hex(view.getUint32(0)));
  }
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) {
    refuse(where, `a header of ${dimensions} dimensions takes ${header} bytes`, `${bytes.length} bytes`);
  }
  const shape = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = header + count * type.size;
  if (bytes.length !== expected) {
    refuse(where, `an array of ${shape.join(' × ')} takes ${expected} bytes`, `${bytes.length} bytes`);
  }
  if (type.size === 1 && view.getUint8(2) === 8) return { shape, data: bytes.subarray(header), bytes: true };
  const data = Float64Array.from({ length: count }, (_, i) => type.read(view, header + i * type.size));
  return { shape, data, bytes: false };
}

/** The two files of a data set in IDX format, and what is taken of them. */
export interface IdxFiles {
  /** Path of the examples' file: first dimension examples, the others are flattened to features. */
  readonly images: string;
  /** Path of the labels' file, of one dimension. */
  readonly labels: string;
  /** 10 by default, as MNIST. */
  readonly classes?: number;
  /** Take the first so many examples; all by default. */
  readonly examples?: number;
}

/**
 * A data set from two IDX files; pixels 0 … 255 become 0 … 1.
 *
 * @throws if a file cannot be read, is not what it should be, the two disagree, or a label is out of range.
 */
export function readIdxDataSet(files: IdxFiles): DataSet {
  const where = 'readIdxDataSet';
  requireKnownKeys(where, files, ['images', 'labels', 'classes', 'examples']);
  const { classes = 10 } = files;
  requireCount(where, 'classes', classes, 2);
  const images = parseIdx(readBytes(where, files.images), files.images);
  const labels = parseIdx(readBytes(where, files.labels), files.labels);
  if (images.shape.length < 2) {
    refuse(
      where,
      `${files.images} must hold examples in two dimensions or more`,
      `${images.shape.length} (labels?)`,
    );
  }
  if (labels.shape.length !== 1) {
    refuse(where, `${files.labels} must hold labels in one dimension`, `${labels.shape.length} (images?)`);
  }
  const [available, ...rest] = images.shape;
  if (labels.shape[0] !== available) {
    refuse(where, `${files.labels} must hold a label for each of the ${available} examples`, labels.shape[0]);
  }
  const { examples = available } = files;
  requireCount(where, 'examples', examples);
  if (examples > available) refuse(where, `examples must be at most the ${available} in the file`, examples);

  const features = rest.reduce((product, size) => product * size, 1);
  const scale = images.bytes ? 1 / 255 : 1;
  const inputs = new Float64Array(features * examples);
  for (let n = 0; n < examples; n++) {
    for (let i = 0; i < features; i++) inputs[i * examples + n] = scale * images.data[n * features + i];
  }
  const taken = Int32Array.from({ length: examples }, (_, n) => {
    const label = labels.data[n];
    if (Number.isInteger(label) && label >= 0 && label < classes) return label;
    return refuse(where, `labels must be whole numbers from 0 to ${classes - 1}`, `${label} at index ${n}`);
  });
  return { name: files.images, features, examples, classes, inputs, labels: taken };
}

function unzipped(file: Uint8Array, where: string): Uint8Array {
  if (file.length < 2 || file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    return gunzipSync(file);
  } catch (error) {
    return refuse(
      where,
      'a gzipped file must be whole',
      error instanceof Error ? error.message : String(error),
    );
  }
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
