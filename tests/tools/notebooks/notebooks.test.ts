/** The notebooks as they are committed: small, complete, up to date, and the first of them runs on the real kernel. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNotebook } from '../../../tools/notebooks/executor.js';
import { figuresOf } from '../../../tools/notebooks/notebook-figures.js';
import { joinLines, readNotebook } from '../../../tools/notebooks/notebook-format.js';
import { notebookPaths } from '../../../tools/notebooks/start.js';
import { hasNoOutputs, LIMITS, staleCells, storageFaults } from '../../../tools/notebooks/stored-outputs.js';

const folder = new URL('../../../notebooks/', import.meta.url);
const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

describe.each(notebookPaths().map((path) => ({ name: basename(path), path })))('$name', ({ name, path }) => {
  const notebook = readNotebook(path);
  const { cells } = notebook;

  it('has an id for every cell, and no output that is too large or runs a script', () => {
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    expect(storageFaults(notebook)).toEqual([]);
  });

  it('has the outputs of its cells as they are now (else: npm run notebooks), or none at all', () => {
    if (!hasNoOutputs(notebook)) expect(staleCells(notebook)).toEqual([]);
  });

  it('begins with a title, shows something, and asserts something', () => {
    expect(joinLines(cells[0].source)).toMatch(/^# /);
    const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => joinLines(source));
    expect(code.some((source) => /from 'orbit-l2o(\/|')/.test(source))).toBe(true);
    expect(code.some((source) => source.includes('show('))).toBe(true);
    expect(code.some((source) => source.includes('assert'))).toBe(true);
  });

  it('is in the README’s table', () => {
    const title = name.replace('.ipynb', '');
    const inRange = /^figure-[3-6]$/.test(title); // `figure-3` … `figure-6`
    expect(inRange || readme.includes(`\`${title}\``)).toBe(true);
  });
});

describe('from-scratch.ipynb', () => {
  const { cells } = readNotebook(notebookPaths()[1]);
  const sources = cells.map(({ source }) => joinLines(source));
  const isCode = (i: number) => cells[i].cell_type === 'code';
  const lines = (source: string) => source.split('\n').filter((line) => line.trim() !== '').length;

  it('explains everything before it imports the library', () => {
    const imports = sources.findIndex((source, i) => isCode(i) && /from 'orbit-l2o/.test(source));
    const before = sources.slice(0, imports).filter((_, i) => isCode(i));
    expect(before.join('\n')).toContain('outerStep(training, task)'); // the whole training has run by then
    expect(before.reduce((sum, source) => sum + lines(source), 0)).toBeLessThanOrEqual(220);
  });

  it('has short cells, each explained by the one before it', () => {
    sources.forEach((source, i) => {
      if (!isCode(i)) return;
      expect(source.split('\n').length).toBeLessThanOrEqual(40);
      expect(cells[i - 1].cell_type).toBe('markdown');
    });
  });
});

it('are small enough together', () => {
  expect(notebookPaths().reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(LIMITS.all);
});

it('are all run by npm start, the tour first', () => {
  const there = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  const run = notebookPaths().map((path) => basename(path));
  expect([...run].sort()).toEqual(there.sort());
  expect(run.slice(0, 2)).toEqual(['tour.ipynb', 'from-scratch.ipynb']);
});

it('the tour runs from top to bottom and draws its figures', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'orbit-l2o-'));
  try {
    const { notebook } = await runNotebook(notebookPaths()[0], {
      output: join(scratch, 'tour.ipynb'),
      timeout: 120,
    });
    expect(figuresOf(notebook)).toHaveLength(6);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}, 180_000);
