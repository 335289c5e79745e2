/** Lines of a file, read in pieces. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOfFile, linesOfText, piecesOfFile } from '../../../experiments/store/file-lines.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-lines-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const LONG = 'α'.repeat(1_500_000); // 3 MB, and a character that a piece of 1 MiB may part

test.each([
  ['nothing', ''],
  ['one line', 'a\n'],
  ['a torn line', 'a\nb'],
  ['empty lines', '\n\na\n\n'],
  ['lines longer than a piece', `x${LONG}\n${LONG}\nβ\n`],
  ['a torn line longer than a piece', `a\nx${LONG}`],
])('%s: the same from a file as from its text, and each found again by its place', (_, text) => {
  const path = join(folder, 'file');
  writeFileSync(path, text);
  const lines = [...linesOfFile(path)];
  expect(lines).toEqual([...linesOfText(text)]);
  expect(lines.map((line) => line.text)).toEqual(text.split('\n'));
  expect(lines.filter(({ ended }) => !ended)).toEqual(lines.slice(-1));
  const pieces = [...piecesOfFile(path, [...lines].reverse())].reverse();
  expect(Buffer.concat(pieces).toString('utf8')).toBe(text);
});

test('a place beyond the end is an error', () => {
  const path = join(folder, 'short');
  writeFileSync(path, 'ab');
  expect(() => [...piecesOfFile(path, [{ start: 1, length: 2 }])]).toThrow(/has become shorter/);
});
