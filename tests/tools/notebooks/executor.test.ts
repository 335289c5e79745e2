import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  NotebookError,
  type NotebookOptions,
  type NotebookProgress,
  type NotebookRun,
  runNotebook,
  runNotebooks,
} from '../../../tools/notebooks/executor.js';
import { type CellOutput, joinLines, type Notebook } from '../../../tools/notebooks/notebook-format.js';
import { type CellSpecification, makeNotebook } from '../../support/make-notebook.js';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-executor-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8'));
const printed = (outputs: readonly CellOutput[] = []) =>
  outputs.map((output) => (output.output_type === 'stream' ? joinLines(output.text) : '')).join('');

function run(cells: readonly CellSpecification[], options: NotebookOptions = {}): Promise<NotebookRun> {
  const output = join(folder, `out-${++count}.ipynb`);
  return runNotebook(makeNotebook(join(folder, `in-${count}.ipynb`), cells), { output, ...options });
}

/** Runs cells that must fail; the error, and the notebook that was written all the same. */
async function fail(cells: readonly CellSpecification[], options: NotebookOptions = {}) {
  const error = await run(cells, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NotebookError)) throw new Error(`expected a NotebookError, got ${String(error)}`);
  return { error, notebook: written(error.output) };
}

describe('a notebook that runs', () => {
  it('is written with outputs, counts and metadata, the same bytes each time', async () => {
    const cells = ['const a: number = 6', 'console.log(a * 7)', 'console.warn("careful"); a'];
    const progress: NotebookProgress[] = [];
    const first = await run(cells, { onProgress: (state) => progress.push(state) });
    const second = await run(cells);
    expect(first.notebook.cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3]);
    expect(printed(first.notebook.cells[1].outputs)).toBe('42\n');
    expect(first.notebook.cells[2].outputs).toEqual([
      { output_type: 'stream', name: 'stderr', text: ['careful\n'] },
      { output_type: 'execute_result', data: { 'text/plain': '6' }, execution_count: 3, metadata: {} },
    ]);
    expect(first.notebook.metadata).toMatchObject({ kernelspec: { name: 'tslab' } });
    expect(readFileSync(second.output, 'utf8')).toBe(readFileSync(first.output, 'utf8'));
    expect(progress.at(-1)).toMatchObject({ done: 3, total: 3 });
    expect(progress.map((state) => state.message)).toContain('42');
  });

  it('goes on when files appear beside those that it imports', async () => {
    const probe = (path: string) => `writeFileSync(${JSON.stringify(path)}, 'export {};'); await nap();`;
    const probes = ['dist/src/random/probe.d.ts', 'node_modules/probe.d.ts'];
    const { notebook } = await run([
      "import { Stream } from 'orbit-l2o'; import { rmSync, writeFileSync } from 'node:fs';" +
        'const nap = () => new Promise((resolve) => setTimeout(resolve, 600)); Stream.fromSeed(1);',
      probes.map(probe).join(' '),
      `for (const file of ${JSON.stringify(probes)}) rmSync(file, { force: true }); await nap();`,
      'console.log("alive")',
    ]);
    expect(printed(notebook.cells[3].outputs)).toBe('alive\n');
  });

  it('obeys the tags of its cells', async () => {
    const { notebook } = await run(
      [
        { source: 'throw new Error("wanted")', tags: ['raises-exception', 'nbval-ignore-output'] },
        { source: 'console.log("not run")', tags: ['skip-execution'], printed: 'kept' },
        { source: 'console.log(Math.random())', tags: ['nbval-ignore-output'], printed: 'other' },
        { source: 'console.log("same")', printed: 'same\n' },
      ],
      { compare: true },
    );
    expect(notebook.cells[0].outputs).toMatchObject([
      { output_type: 'error', ename: 'Error', evalue: 'wanted' },
    ]);
    expect(printed(notebook.cells[1].outputs)).toBe('kept');
    expect(notebook.cells[1].execution_count).toBeNull();
    expect(printed(notebook.cells[2].outputs)).toMatch(/^0\.\d+\n$/);
    expect(printed(notebook.cells[3].outputs)).toBe('same\n');
  });
});

describe('an error reaches the notebook with its name and message', () => {
  it('whether thrown, found by the compiler or left to a promise', async () => {
    const sources = [
      'await new Promise((r) => setTimeout(r, 1)); throw new TypeError("after an await")',
      'throw { code: 7 }',
      'const n: number = null',
      'void Promise.reject(new Error("nobody awaits"))',
      'const frozen: any = Object.freeze({ a: 1 }); frozen.a = 2',
    ];
    const { notebook } = await run(sources.map((source) => ({ source, tags: ['raises-exception'] })));
    const errors = notebook.cells.map(({ outputs = [] }) =>
      outputs.find((output) => output.output_type === 'error'),
    );
    expect(errors).toMatchObject([
      { ename: 'TypeError', evalue: 'after an await' },
      { ename: 'Thrown', evalue: '{ code: 7 }' },
      {
        ename: 'TypeScriptError',
        evalue: expect.stringContaining("'null' is not assignable to type 'number'"),
      },
      { ename: 'Error', evalue: 'nobody awaits' },
      { ename: 'TypeError', evalue: expect.stringContaining('read only') },
    ]);
    // The traceback is the cell's: nothing of the kernel below it.
    expect(errors[0]?.traceback.join('\n')).toMatch(/^Cell \[1\], line 1:$/m);
    expect(errors[0]?.traceback.join('\n')).not.toMatch(/tslab|kernel/);
  });
});

describe('a notebook fails, and is written with the error in it,', () => {
  it('when a cell throws: named by notebook, cell and message', async () => {
    const { error, notebook } = await fail([
      'const ok = 1',
      'function f(): never { throw new RangeError("too far") }\nf()',
      'console.log("never")',
    ]);
    expect(error).toMatchObject({ cell: 2, ename: 'RangeError', evalue: 'too far' });
    expect(error.message).toMatch(/in-\d+\.ipynb, Cell \[2\]: RangeError: too far$/);
    expect(notebook.cells[1].outputs).toMatchObject([{ output_type: 'error', ename: 'RangeError' }]);
    expect(notebook.cells[2]).toMatchObject({ outputs: [], execution_count: null });
  });

  it('when a timer that a cell set fails later', async () => {
    const { error } = await fail([
      'setTimeout(() => { throw new Error("tick") }, 1)',
      'await new Promise((resolve) => setTimeout(resolve, 50))',
    ]);
    expect(error).toMatchObject({ ename: 'Error', evalue: 'tick' });
  });

  it('when a cell takes too long: interrupted where that is possible', async () => {
    const { error, notebook } = await fail(['while (true);'], { timeout: 0.5 });
    expect(error).toMatchObject({ cell: 1, ename: 'Timeout', evalue: 'the cell took longer than 0.5 s' });
    expect(notebook.cells[0].outputs?.at(-1)).toMatchObject({ output_type: 'error', ename: 'Timeout' });
  });

  it('when a cell loops for ever after an await: by killing the kernel', async () => {
    const { error } = await fail([{ source: 'await 0; while (true);', timeout: 0.5 }]);
    expect(error).toMatchObject({ cell: 1, ename: 'Timeout' });
    expect(error.evalue).toContain('its kernel was killed');
  });

  it('when the kernel dies: with its exit code and last words', async () => {
    const { error } = await fail(['require("fs").writeSync(2, "last words"); process.exit(3)']);
    expect(error).toMatchObject({ cell: 1, ename: 'KernelDeath' });
    expect(error.evalue).toMatch(/exit code 3.*last words/);
  });

  it('when a cell puts out more than its share', async () => {
    const { error, notebook } = await fail(
      ['for (;;) { console.log("x".repeat(999)); await new Promise((r) => setTimeout(r)); }'],
      { maximumOutput: 20_000 },
    );
    expect(error).toMatchObject({ cell: 1, ename: 'OutputLimit' });
    const length = printed(notebook.cells[0].outputs).length;
    expect(length).toBeGreaterThan(20_000);
    expect(length).toBeLessThan(22_000);
  });

  it('when it raises nothing where it should, or prints other than before', async () => {
    const raised = await fail([{ source: '1', tags: ['raises-exception'] }]);
    expect(raised.error.ename).toBe('NothingRaised');
    const changed = await fail([{ source: 'console.log(2)', printed: '1\n' }], { compare: true });
    expect(changed.error).toMatchObject({ ename: 'OutputChanged' });
    expect(changed.error.evalue).toContain('"1"');
  });

  it('when the run is aborted', async () => {
    const controller = new AbortController();
    const { error } = await fail(['console.log("begun"); await new Promise(() => {})'], {
      signal: controller.signal,
      onProgress: ({ message }) => message === 'begun' && controller.abort(),
    });
    expect(error).toMatchObject({ cell: 1, ename: 'Aborted' });
  });
});

describe('several notebooks', () => {
  it('run side by side; one that fails does not stop the others', async () => {
    const names = ['good', 'bad', 'fine'];
    const sources = ['console.log(1)', 'throw new Error("no")', 'console.log(3)'];
    const paths = names.map((name, i) => makeNotebook(join(folder, `${name}.ipynb`), [sources[i]]));
    const outputFolder = join(folder, 'executed');
    const outcomes = await runNotebooks(paths, { outputFolder });
    expect(outcomes.map((outcome) => ('run' in outcome ? 'ran' : outcome.error.evalue))).toEqual([
      'ran',
      'no',
      'ran',
    ]);
    for (const name of names) expect(existsSync(join(outputFolder, `${name}.ipynb`))).toBe(true);
  });

  it('are refused before any work when the input is bad', async () => {
    const path = makeNotebook(join(folder, 'same.ipynb'), ['1']);
    await expect(runNotebooks([path, path])).rejects.toThrow(/notebooks must be written to different files/);
    await expect(runNotebooks([path], { parallel: 0 })).rejects.toThrow(
      'runNotebooks: parallel must be a whole number of at least 1, got 0',
    );
    await expect(runNotebook(path, { timeout: 0 })).rejects.toThrow(
      'runNotebook: timeout must be positive, got 0',
    );
    await expect(runNotebook(path, { maximumOutput: Number.NaN })).rejects.toThrow(
      /maximumOutput must be finite/,
    );
    await expect(runNotebook(join(folder, 'missing.ipynb'))).rejects.toThrow(/missing\.ipynb/);
  });
});
