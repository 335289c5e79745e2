/**
 * The safetensors format (https://github.com/huggingface/safetensors), for tensors of float32:
 *
 *     8 bytes   N, the length of the header, a little-endian whole number
 *     N bytes   the header, JSON in UTF-8: { "__metadata__": { name: text },
 *                 name: { "dtype": "F32", "shape": [...], "data_offsets": [begin, end] }, ... }, padded with spaces
 *     the rest  the tensors' bytes, row-major and little-endian; offsets count from here and leave no gaps
 */

import { refuse } from '../checks.js';

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LENGTH_BYTES = 8;
/** The reference implementation refuses longer headers. */
const LARGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';

export function encodeSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array {
  let end = 0;
  const entries = [...tensors].map(([name, { shape, data }]) => {
    const begin = end;
    end += data.length * Float32Array.BYTES_PER_ELEMENT;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
  });
  const text = JSON.stringify(Object.fromEntries([[METADATA, metadata], ...entries]));
  const unpadded = new TextEncoder().encode(text);
  const headerLength = Math.ceil(unpadded.length / 8) * 8; // the data begins at a multiple of 8, for memory maps
  const file = new Uint8Array(LENGTH_BYTES + headerLength + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength).set(unpadded, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += Float32Array.BYTES_PER_ELEMENT;
    }
  }
  return file;
}

/** @throws on a file that is cut short or too long, or whose header is not what the format says. */
export function decodeSafetensors(where: string, file: Uint8Array): SafetensorsFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const size = file.byteLength;
  if (size < LENGTH_BYTES)
    refuse(where, 'the file must begin with the length of its header', `${size} bytes`);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > Math.min(LARGEST_HEADER, size - LENGTH_BYTES)) {
    refuse(where, `the header must fit into the file of ${size} bytes`, `a header of ${headerLength}`);
  }
  const dataStart = LENGTH_BYTES + headerLength;
  const { [METADATA]: metadata = {}, ...entries } = parseHeader(
    where,
    file.subarray(LENGTH_BYTES, dataStart),
  );
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    refuse(where, `${METADATA} must map names to text`, metadata);
  }
  const tensors = new Map<string, Tensor>();
  let end = 0;
  const described = Object.entries(entries).map(([name, entry]) => ({
    name,
    ...tensorEntry(where, name, entry),
  }));
  for (const { name, shape, begin, end: tensorEnd } of described.sort((a, b) => a.begin - b.begin)) {
    if (begin !== end) refuse(where, `${name} must begin at offset ${end}, where the one before ends`, begin);
    end = tensorEnd;
    if (dataStart + end > size) {
      refuse(
        where,
        `${name} must lie in the file of ${size} bytes`,
        `an end at ${dataStart + end}: cut short`,
      );
    }
    const length = (end - begin) / Float32Array.BYTES_PER_ELEMENT;
    const data = Float32Array.from({ length }, (_, i) =>
      view.getFloat32(dataStart + begin + i * Float32Array.BYTES_PER_ELEMENT, true),
    );
    tensors.set(name, { shape, data });
  }
  if (dataStart + end !== size) refuse(where, `the file must end at byte ${dataStart + end}`, size);
  return { metadata: metadata as Record<string, string>, tensors };
}

function parseHeader(where: string, bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse(where, 'the header must be JSON in UTF-8', `${bytes.length} bytes that are not`);
  }
  if (!isObject(header)) refuse(where, 'the header must be a JSON object', header);
  return header;
}

function tensorEntry(where: string, name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (dtype !== 'F32') refuse(where, `${name} must have dtype F32`, dtype);
  if (!isWholeNumbers(shape)) refuse(where, `${name} must have a shape of whole numbers`, shape);
  if (!isWholeNumbers(offsets) || offsets.length !== 2) {
    refuse(where, `${name} must have two data_offsets`, offsets);
  }
  const [begin, end] = offsets;
  const bytes = shape.reduce((size, n) => size * n, Float32Array.BYTES_PER_ELEMENT);
  if (end - begin !== bytes) {
    refuse(where, `${name} of shape [${shape.join(', ')}] must take ${bytes} bytes`, end - begin);
  }
  return { shape, begin, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
