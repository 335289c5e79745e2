/** Reading files, and writing them so that neither a kill nor a full disk leaves half of one under its name. */

import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refuse } from '../checks.js';
import { onItsWay, removeLeftovers } from './leftovers.js';

/** A write that failed, with the file in its message; the file's earlier content is untouched. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure';
}

/**
 * Writes all of a file beside it, brings it to the disk, and renames it into place. What is beside it ends in the writer's
 * name, this machine and process unless told. @throws WriteFailure
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
  writer?: string,
): void {
  removeLeftovers(dirname(path));
  const name = basename(path);
  const beside = join(dirname(path), writer === undefined ? onItsWay(name) : `.${name}.${writer}`);
  try {
    const file = openSync(beside, 'w');
    try {
      let length = 0;
      for (const part of parts(content)) {
        writeAll(file, part, length);
        length += part.length;
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw writeFailure(path, error);
  }
  syncFolder(dirname(path));
}

/**
 * Adds bytes to the end of a file at `length`, cutting off whatever is beyond, and brings them to the disk. Should that
 * fail the file is cut back to `length`. Returns the new length. @throws WriteFailure
 */
export function appendAt(path: string, length: number, content: string): number {
  const bytes = toBytes(content);
  try {
    const file = openSync(path, 'r+');
    try {
      ftruncateSync(file, length);
      try {
        writeAll(file, bytes, length);
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, length);
        throw error;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw writeFailure(path, error);
  }
  return length + bytes.length;
}

/** Files of this library's kinds are smaller by far. */
const LARGEST_FILE = 2 ** 30;

/** All of a file, of up to 1 GiB. @throws, with its path, if it cannot be read. */
export function readBytes(where: string, path: string): Buffer {
  try {
    const found = statSync(path);
    if (found.isCharacterDevice() || found.isBlockDevice()) throw new Error('a device');
    if (found.size > LARGEST_FILE) throw new Error(`${found.size} bytes, more than ${LARGEST_FILE}`);
    return readFileSync(path);
  } catch (error) {
    return refuse(where, 'path must be a file that can be read', `${path} (${reason(error)})`);
  }
}

/** @throws, with its path, unless it is a file that can be read. */
export function requireReadable(where: string, path: string): void {
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, Buffer.alloc(1)); // a folder opens, and reads not
    } finally {
      closeSync(file);
    }
  } catch (error) {
    refuse(where, 'path must be a file that can be read', `${path} (${reason(error)})`);
  }
}

/** The absolute path of a folder that can be written to; it is made if need be. @throws if that cannot be. */
export function writableFolder(where: string, name: string, folder: string): string {
  const absolute = resolve(folder);
  try {
    makeFolder(absolute);
    accessSync(absolute, constants.W_OK);
  } catch (error) {
    refuse(where, `${name} must be a folder that can be written to`, `${folder} (${reason(error)})`);
  }
  return absolute;
}

/** The absolute path of a file that can be written; its folder is made if need be. @throws if that cannot be. */
export function writableFile(where: string, name: string, path: string): string {
  const absolute = resolve(path);
  let isFolder: boolean | undefined;
  try {
    isFolder = statSync(absolute, { throwIfNoEntry: false })?.isDirectory();
  } catch (error) {
    refuse(where, `${name} must be a file that can be written`, `${path} (${reason(error)})`);
  }
  if (isFolder) refuse(where, `${name} must be a file`, `the folder ${path}`);
  return join(writableFolder(where, `the folder of ${name}`, dirname(absolute)), basename(absolute));
}

/** Not by `mkdir`'s own `recursive`, which tries forever below a folder that takes no files, such as /proc. */
function makeFolder(absolute: string): void {
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(absolute) !== absolute) makeFolder(dirname(absolute));
  try {
    mkdirSync(absolute);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(absolute).isDirectory()) throw error;
  }
}

function parts(content: string | Uint8Array | Iterable<Uint8Array>): Iterable<Uint8Array> {
  return typeof content === 'string' || content instanceof Uint8Array ? [toBytes(content)] : content;
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content;
}

/** `writeSync` may write less than it is given, as on a disk that is nearly full. */
function writeAll(file: number, bytes: Uint8Array, position = 0): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

/** A rename is safe from a power cut once its folder is on the disk; Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What a write that failed says: the file, and why. */
export function writeFailure(path: string, error: unknown): WriteFailure {
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
  const what = full ? 'the disk is full' : reason(error);
  return new WriteFailure(`${path} could not be written: ${what}; what it held before is kept`, {
    cause: error,
  });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
