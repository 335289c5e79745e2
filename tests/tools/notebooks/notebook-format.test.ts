import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeTextChange } from '../../../tools/notebooks/compare-outputs.js';
import { formatNotebook, readNotebook, writeNotebook } from '../../../tools/notebooks/notebook-format.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-format-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const oldNotebook = {
  nbformat: 4,
  nbformat_minor: 2,
  metadata: {},
  cells: [
    { cell_type: 'markdown', metadata: {}, source: '# Title\nText' },
    { cell_type: 'code', metadata: {}, source: ['const a = 1;\n', 'a'], outputs: [], execution_count: 3 },
  ],
};

describe('readNotebook', () => {
  it('gives an older notebook ids, always the same', () => {
    const path = file('old.ipynb', oldNotebook);
    const notebook = readNotebook(path);
    expect(notebook.nbformat_minor).toBe(5);
    expect(new Set(notebook.cells.map((cell) => cell.id)).size).toBe(2);
    for (const { id } of notebook.cells) expect(id).toMatch(/^[\w-]{1,64}$/);
    expect(readNotebook(path)).toEqual(notebook);
  });

  it('refuses what is no notebook', () => {
    expect(() => readNotebook(file('bad.ipynb', '{'))).toThrow(/readNotebook: .*bad.ipynb must be JSON/);
    expect(() => readNotebook(file('v3.ipynb', { nbformat: 3, worksheets: [] }))).toThrow(
      /must be a notebook of nbformat 4, got 3/,
    );
    expect(() => readNotebook(join(folder, 'none.ipynb'))).toThrow(/none\.ipynb/);
  });
});

describe('formatNotebook', () => {
  it('writes lines as Jupyter does, and what it wrote once it writes again', () => {
    const text = formatNotebook(readNotebook(file('old.ipynb', oldNotebook)));
    expect(JSON.parse(text).cells[0].source).toEqual(['# Title\n', 'Text']);
    expect(text.endsWith('}\n')).toBe(true);
    expect(formatNotebook(readNotebook(file('again.ipynb', text)))).toBe(text);
  });

  it('sorts keys at every depth, so that the order of work does not show', () => {
    const notebook = readNotebook(file('old.ipynb', oldNotebook));
    const one = formatNotebook({ ...notebook, metadata: { b: { d: 1, c: 2 }, a: 1 } });
    const other = formatNotebook({ ...notebook, metadata: { a: 1, b: { c: 2, d: 1 } } });
    expect(one).toBe(other);
  });
});

describe('writeNotebook', () => {
  it('leaves the old file and nothing else where the new one cannot be put', () => {
    const notebook = readNotebook(file('old.ipynb', oldNotebook));
    const place = join(folder, 'write');
    mkdirSync(join(place, 'taken.ipynb', 'inner'), { recursive: true }); // a folder that rename cannot replace
    expect(() => writeNotebook(join(place, 'taken.ipynb'), notebook)).toThrow();
    expect(readdirSync(place)).toEqual(['taken.ipynb']);
    writeNotebook(join(place, 'new', 'fine.ipynb'), notebook);
    expect(readFileSync(join(place, 'new', 'fine.ipynb'), 'utf8')).toBe(formatNotebook(notebook));
    expect(readdirSync(join(place, 'new'))).toEqual(['fine.ipynb']);
  });
});

describe('describeTextChange', () => {
  const print = (text: string) => ({ output_type: 'stream' as const, name: 'stdout' as const, text });
  const display = (data: Record<string, unknown>) => ({
    output_type: 'display_data' as const,
    data,
    metadata: {},
  });

  it('names the first line that differs', () => {
    expect(describeTextChange([print('a\nb\n')], [print('a\nc\n')])).toBe(
      `line 2 of the cell's text was "b", and is "c"`,
    );
    expect(describeTextChange([print('a\n')], [])).toMatch(/line 1/);
    expect(describeTextChange([display({ 'text/plain': 'x' })], [display({ 'text/plain': 'y' })])).toMatch(
      /"x".*"y"/,
    );
  });

  it('looks at text only, however it is cut into outputs', () => {
    expect(describeTextChange([print('a\nb\n')], [print('a\n'), print('b\n')])).toBeUndefined();
    const one = display({ 'text/plain': 'figure', 'image/png': 'AAAA' });
    const other = display({ 'text/plain': ['figure'], 'image/png': 'BBBB' });
    expect(describeTextChange([one], [other])).toBeUndefined();
    const warning = { output_type: 'stream' as const, name: 'stderr' as const, text: 'took 3 s' };
    expect(describeTextChange([print('a')], [warning, print('a')])).toBeUndefined();
  });
});
