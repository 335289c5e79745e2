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

import { refuse, requireCount, requireOptions } from '../checks.js';
import type { DataSet } from '../optimizees/data-sets.js';
import { readBytes } from './files.js';
import { looksLike, unzipped, unzippedStart } from './gzip.js';

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

/** Magic number and the sizes of as many dimensions as a byte can count. */
const LONGEST_HEADER = 4 + 4 * 255;
/** Of an array as it is kept: bytes as they are, other numbers in float64. MNIST's images take 47 MB. */
const MOST_BYTES = 2 ** 30;

/**
 * One IDX array; a gzipped file is unpacked no further than its header promises.
 *
 * @param name what errors call the file.
 * @throws if the bytes are not one whole IDX array, or one that takes more than 1 GiB in memory.
 */
export function parseIdx(file: Uint8Array, name = 'IDX data'): IdxArray {
  const where = `parseIdx ${name}`;
  if (!(file instanceof Uint8Array)) refuse(where, 'file must be bytes', file);
  const header = parseHeader(where, unzippedStart(where, file, LONGEST_HEADER));
  const { start, shape, count, type, isBytes } = header;
  const expected = start + count * type.size;
  if (!(count * (isBytes ? 1 : 8) <= MOST_BYTES)) {
    refuse(where, `an array must take at most ${MOST_BYTES} bytes of memory`, shape.join(' × '));
  }
  const bytes = unzipped(where, file, expected);
  if (bytes.length !== expected) {
    refuse(where, `an array of ${shape.join(' × ')} takes ${expected} bytes`, `${bytes.length} bytes`);
  }
  if (isBytes) return { shape, data: bytes.subarray(start), bytes: true };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = Float64Array.from({ length: count }, (_, i) => type.read(view, start + i * type.size));
  return { shape, data, bytes: false };
}

/** What the beginning of a file says. */
function parseHeader(where: string, bytes: Uint8Array) {
  if (bytes.length < 4)
    refuse(where, 'the file must have a magic number of 4 bytes', `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = TYPES[view.getUint8(2)];
  const dimensions = view.getUint8(3);
  if (view.getUint16(0) !== 0 || !type || dimensions === 0) {
    refuse(
      where,
      'the magic number must be that of an IDX file',
      `${hex(view.getUint32(0))}${looksLike(bytes)}`,
    );
  }
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) {
    refuse(where, `a header of ${dimensions} dimensions takes ${start} bytes`, `${bytes.length} bytes`);
  }
  const shape = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const count = shape.reduce((product, size) => product * size, 1);
  return { start, shape, count, type, isBytes: view.getUint8(2) === 8 };
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
  requireOptions(where, files, ['images', 'labels', 'classes', 'examples']);
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
  const features = rest.reduce((product, size) => product * size, 1);
  if (available * features === 0) {
    refuse(where, `${files.images} must hold an example with a feature`, images.shape.join(' × '));
  }
  const { examples = available } = files;
  requireCount(where, 'examples', examples);
  if (examples > available) refuse(where, `examples must be at most the ${available} in the file`, examples);
  if (features * examples * 8 > MOST_BYTES) {
    const most = Math.floor(MOST_BYTES / 8 / features);
    refuse(where, `examples of ${features} features must be at most ${most}`, examples);
  }
  for (let i = 0; i < features * examples; i++) {
    if (Number.isFinite(images.data[i])) continue;
    refuse(
      where,
      `${files.images} must hold finite numbers`,
      `${images.data[i]} in example ${Math.floor(i / features)}`,
    );
  }
  const scale = images.bytes ? 1 / 255 : 1;
  const inputs = new Float64Array(features * examples);
  for (let n = 0; n < examples; n++) {
    for (let i = 0; i < features; i++) inputs[i * examples + n] = scale * images.data[n * features + i];
  }
  const taken = Int32Array.from({ length: examples }, (_, n) => {
    const label = labels.data[n];
    if (Number.isInteger(label) && label >= 0 && label < classes) return label;
    return refuse(
      where,
      `${files.labels} must hold whole numbers from 0 to ${classes - 1}`,
      `${label} at index ${n}`,
    );
  });
  return { name: files.images, features, examples, classes, inputs, labels: taken };
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
