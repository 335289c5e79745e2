/** Gzip that is unpacked within bounds: first as much as tells how long the whole is to be, then no more than that. */

import { constants, gunzipSync } from 'node:zlib';
import { refuse } from '../checks.js';

/** Deflate packs at most 1032 bytes into one. */
const LARGEST_RATIO = 1032;

/** At least `count` bytes from the beginning of what a file holds, gzipped or not, or all there are. */
export function unzippedStart(where: string, file: Uint8Array, count: number): Uint8Array {
  if (!isGzip(file)) return file.subarray(0, count);
  for (let packed = 4096; ; packed *= 2) {
    const part = file.subarray(0, packed);
    const most = packed * LARGEST_RATIO;
    const start = gunzip(where, part, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most });
    if (start.length >= count || packed >= file.length) return start;
  }
}

/** All that a file holds, gzipped or not. @throws if that is more than `most` bytes, or cannot be that much. */
export function unzipped(where: string, file: Uint8Array, most: number): Uint8Array {
  if (!isGzip(file)) return file;
  if (most > file.length * LARGEST_RATIO) {
    refuse(
      where,
      `a gzipped file of ${most} bytes must be whole`,
      `${file.length} packed bytes, which hold fewer`,
    );
  }
  return gunzip(where, file, { maxOutputLength: most });
}

function isGzip(file: Uint8Array): boolean {
  return file.length >= 3 && file[0] === 0x1f && file[1] === 0x8b && file[2] === 8;
}

function gunzip(where: string, file: Uint8Array, options: Parameters<typeof gunzipSync>[1]): Uint8Array {
  try {
    return gunzipSync(file, options);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      refuse(
        where,
        `a gzipped file must hold the ${options?.maxOutputLength} bytes of its header`,
        'more of them',
      );
    }
    // The file begins as gzip does: a second beginning is asked for after the end of a first stream.
    if (/header check|compression method/.test(message)) {
      refuse(where, 'a gzipped file must end with its stream', 'something else after it');
    }
    return refuse(where, 'a gzipped file must be whole', message);
  }
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(!doctype|html|head|body|\?xml|!--)/i, 'a web page'],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS'],
  [/^PK/, 'a ZIP archive'],
  [/^BZh/, 'bzip2'],
  [/^\xfd7zXZ/, 'xz'],
  [/^\x28\xb5\x2f\xfd/, 'Zstandard'],
  [/^\x89PNG/, 'a PNG picture'],
  [/^\xff\xd8\xff/, 'a JPEG picture'],
  [/^\x93NUMPY/, 'a NumPy array'],
  [/^\x89HDF/, 'HDF5'],
  [/^%PDF/, 'a PDF'],
  [/^\s*[[{]/, 'JSON'],
  [/^[\t\n\r -~]{16}/, 'text'],
];

/** ', which looks like …' for a file that is not what it was taken for; nothing if that is not told either. */
export function looksLike(file: Uint8Array): string {
  const start = String.fromCharCode(...file.subarray(0, 200)); // Latin-1: a sign a byte
  const found = SIGNS.find(([sign]) => sign.test(start));
  return found ? `, which looks like ${found[1]}` : '';
}
