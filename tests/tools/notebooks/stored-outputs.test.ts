/** What the repository keeps of executed notebooks, and how one sees that a cell was changed since. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { figure } from '../../../src/display/figure-style.js';
import { keepStored } from '../../../tools/notebooks/keep-stored.js';
import { formatNotebook, type Notebook } from '../../../tools/notebooks/notebook-format.js';
import {
  hasNoOutputs,
  staleCells,
  storageFaults,
  toStored,
} from '../../../tools/notebooks/stored-outputs.js';

const drawn = figure([{ type: 'scatter', x: [1, 2], y: [1, 2] }]);

const notebook = (source: string, data: Record<string, unknown> = {}): Notebook => ({
  cells: [
    { id: 'a', cell_type: 'markdown', source: '# Title', metadata: {} },
    {
      id: 'b',
      cell_type: 'code',
      source,
      metadata: {},
      execution_count: 1,
      outputs: [{ output_type: 'display_data', data, metadata: {} }],
    },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

const executed = notebook('show()', {
  'application/vnd.plotly.v1+json': JSON.parse(JSON.stringify(drawn)),
  'image/png': 'large',
  'text/plain': 'Figure',
});

it('keeps a picture and a line of a figure, no data of it', async () => {
  const stored = await toStored(executed);
  const [output] = stored.cells[1].outputs!;
  if (output.output_type !== 'display_data') throw new Error('a display was expected');
  expect(Object.keys(output.data).sort()).toEqual(['image/png', 'text/plain']);
  expect(Buffer.from(output.data['image/png'] as string, 'base64')[25]).toBe(3); // a palette
  expect(storageFaults(stored)).toEqual([]);
  expect(storageFaults(executed)).toEqual(['Cell [1] holds plotly JSON']);
});

it('knows a cell that was changed after it was run', async () => {
  const stored = await toStored(executed);
  expect(staleCells(stored)).toEqual([]);
  expect(
    staleCells({ ...stored, cells: stored.cells.map((cell) => ({ ...cell, source: 'other' })) }),
  ).toEqual([1]);
  expect(hasNoOutputs(stored)).toBe(false);
});

it('names what a repository should not hold', () => {
  const faults = (data: Record<string, unknown>) => storageFaults(notebook('', data));
  expect(faults({ 'text/html': '<table></table>' })).toEqual([]);
  expect(faults({ 'text/plain': 'Figure: a (1 trace)' })).toEqual([
    'Cell [1] holds a figure without its picture',
  ]);
  expect(faults({ 'text/html': '<script>1</script>' })[0]).toMatch(/Cell \[1\] holds HTML/);
  expect(faults({ 'image/png': 'A'.repeat(100_000) })[0]).toMatch(/a picture of 75000 bytes/);
});

it('puts back a notebook that was only run, and leaves one that was changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-keep-'));
  try {
    const [run, changed] = ['run.ipynb', 'changed.ipynb'].map((name) => join(folder, name));
    const before = formatNotebook(notebook('one()'));
    for (const path of [run, changed]) writeFileSync(path, before);
    const putBack = keepStored([run, changed]);
    writeFileSync(run, formatNotebook(notebook('one()', { 'text/plain': 'new' })));
    writeFileSync(changed, formatNotebook(notebook('two()')));
    expect(putBack()).toEqual([run]);
    expect(readFileSync(run, 'utf8')).toBe(before);
    expect(readFileSync(changed, 'utf8')).toContain('two()');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
