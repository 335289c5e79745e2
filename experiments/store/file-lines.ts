/** The lines of a text or of a file, a piece of the file at a time: a file may be larger than the longest string. */

import { closeSync, openSync, readSync } from 'node:fs';

/** A line, without its end; where it begins, and how long it is with its end, in bytes. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly length: number;
  /** False for what follows the last line end. */
  readonly ended: boolean;
}

const PIECE = 1 << 20;
const LINE_END = 10;

/** Of a file; the last one is what follows the last line end, be it empty. */
export function* linesOfFile(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    let [rest, start] = [Buffer.alloc(0), 0];
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE);
      const read = readSync(file, piece, 0, PIECE, null);
      if (read === 0) break;
      let from = rest.length;
      rest = Buffer.concat([rest, piece.subarray(0, read)]);
      let begin = 0;
      for (let end = rest.indexOf(LINE_END, from); end >= 0; end = rest.indexOf(LINE_END, from)) {
        const length = end + 1 - begin;
        yield { text: rest.toString('utf8', begin, end), start, length, ended: true };
        start += length;
        begin = from = end + 1;
      }
      rest = rest.subarray(begin);
    }
    yield { text: rest.toString('utf8'), start, length: rest.length, ended: false };
  } finally {
    closeSync(file);
  }
}

/** Of a text. */
export function* linesOfText(text: string): Generator<Line> {
  const lines = text.split('\n');
  let start = 0;
  for (const [i, line] of lines.entries()) {
    const ended = i < lines.length - 1;
    const length = Buffer.byteLength(line) + (ended ? 1 : 0);
    yield { text: line, start, length, ended };
    start += length;
  }
}

/** Bytes of a file, some at a time. @throws if there are fewer. */
export function* piecesOfFile(
  path: string,
  places: Iterable<Pick<Line, 'start' | 'length'>>,
): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (const { start, length } of places) {
      const piece = Buffer.allocUnsafe(length);
      for (let done = 0; done < length; ) {
        const read = readSync(file, piece, done, length - done, start + done);
        if (read === 0) throw new Error(`${path} has become shorter while it was read`);
        done += read;
      }
      yield piece;
    }
  } finally {
    closeSync(file);
  }
}
