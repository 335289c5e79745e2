/**
 * Runs notebooks on the real kernel without a person, a browser or Python, and writes what they put out.
 *
 * A notebook fails where a person would say that it does: a cell raises (also through a promise that nobody awaits,
 * or a timer), does not compile, takes longer than its time, puts out more than its share, or takes the kernel down.
 * Even then the executed notebook is written, with the error in it. Cells may carry these tags:
 *
 * - `raises-exception`: the cell must raise, and the notebook goes on;
 * - `skip-execution`: the cell is not run and keeps its outputs;
 * - `nbval-ignore-output`: with `compare`, the cell's text may differ from what the file holds.
 */

import { basename, join, resolve } from 'node:path';
import { refuse, requireCount, requirePositive } from '../../src/checks.js';
import { buildProject } from './build.js';
import { CellOutputs } from './cell-outputs.js';
import { CellFailure, runCell } from './cell-runner.js';
import { describeTextChange } from './compare-outputs.js';
import { KernelDeath, type KernelProcess, startKernel } from './kernel-process.js';
import {
  type CellOutput,
  hasTag,
  joinLines,
  type Notebook,
  type NotebookCell,
  readNotebook,
  writeNotebook,
} from './notebook-format.js';
import {
  NotebookError,
  type NotebookOptions,
  type NotebookOutcome,
  type NotebookRun,
  type NotebooksOptions,
} from './notebook-run.js';

const DEFAULT_TIMEOUT_S = 600;
const DEFAULT_MAXIMUM_OUTPUT = 20_000_000;

export {
  NotebookError,
  type NotebookOptions,
  type NotebookOutcome,
  type NotebookProgress,
  type NotebookRun,
  type NotebooksOptions,
} from './notebook-run.js';

/** One notebook on its way through a kernel. */
class Run {
  readonly path: string;
  readonly output: string;
  readonly notebook: Notebook;
  private began = performance.now();
  private readonly toRun: NotebookCell[];
  private readonly outputs = new Map<NotebookCell, CellOutputs>();
  private readonly displays: ConstructorParameters<typeof CellOutputs>[0] = new Map();
  private done = 0;

  constructor(
    path: string,
    private readonly options: NotebookOptions,
  ) {
    if (options.timeout !== undefined) requirePositive('runNotebook', 'timeout', options.timeout);
    if (options.maximumOutput !== undefined) {
      requirePositive('runNotebook', 'maximumOutput', options.maximumOutput);
    }
    this.path = path;
    this.output = resolve(options.output ?? path);
    this.notebook = readNotebook(path);
    this.toRun = this.notebook.cells.filter(
      (cell) =>
        cell.cell_type === 'code' && !hasTag(cell, 'skip-execution') && joinLines(cell.source).trim() !== '',
    );
  }

  get seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** Runs all cells and writes the notebook, whatever happens on the way; nothing where the run was aborted before. */
  async execute(): Promise<NotebookRun> {
    this.began = performance.now(); // it may have waited for its turn
    if (this.options.signal?.aborted) throw this.failure(undefined, 'Aborted', 'the run was aborted');
    try {
      this.report('starting the kernel');
      const kernel = await startKernel(this.options.environment).catch((error: Error) => {
        throw this.failure(undefined, error.name, error.message);
      });
      try {
        await this.runCells(kernel);
      } finally {
        await kernel.close();
      }
    } finally {
      writeNotebook(this.output, this.notebook);
    }
    return { path: this.path, output: this.output, notebook: this.notebook, seconds: this.seconds };
  }

  private async runCells(kernel: KernelProcess): Promise<void> {
    const { language_info } = await kernel.info();
    this.notebook.metadata = {
      ...this.notebook.metadata,
      kernelspec: { display_name: 'TypeScript (orbit-l2o)', language: 'typescript', name: 'tslab' },
      language_info,
    };
    const stored = new Map(this.toRun.map((cell) => [cell, cell.outputs ?? []]));
    for (const cell of this.toRun) Object.assign(cell, { outputs: [], execution_count: null });
    for (const cell of this.toRun) {
      this.report('');
      await this.runCell(kernel, cell);
      this.checkErrors();
      if (this.options.compare) this.compare(cell, stored.get(cell)!);
      this.done++;
    }
    await kernel.info(); // what is still on its way arrives before this answer
    this.checkErrors();
    this.report('');
  }

  private async runCell(kernel: KernelProcess, cell: NotebookCell): Promise<void> {
    const outputs = new CellOutputs(this.displays);
    this.outputs.set(cell, outputs);
    cell.outputs = outputs.outputs;
    const ownTimeout = cell.metadata.timeout;
    const limits = {
      seconds: typeof ownTimeout === 'number' ? ownTimeout : (this.options.timeout ?? DEFAULT_TIMEOUT_S),
      bytes: this.options.maximumOutput ?? DEFAULT_MAXIMUM_OUTPUT,
      signal: this.options.signal,
    };
    try {
      await runCell(kernel, cell, outputs, limits, (text) => this.report(text));
    } catch (error) {
      if (!(error instanceof CellFailure || error instanceof KernelDeath)) throw error;
      const ename = error instanceof CellFailure ? error.ename : error.name;
      const evalue = error instanceof CellFailure ? error.evalue : error.message;
      outputs.addError(ename, evalue);
      throw this.failure(cell, ename, evalue);
    }
    if (hasTag(cell, 'raises-exception') && !outputs.error) {
      throw this.failure(cell, 'NothingRaised', 'the cell is tagged raises-exception and raised nothing');
    }
  }

  /** Looks at all cells so far: a timer or a promise of an earlier one may have failed only now. */
  private checkErrors(): void {
    for (const [cell, { error }] of this.outputs) {
      if (error && !hasTag(cell, 'raises-exception')) throw this.failure(cell, error.ename, error.evalue);
    }
  }

  private compare(cell: NotebookCell, stored: CellOutput[]): void {
    if (hasTag(cell, 'nbval-ignore-output')) return;
    const change = describeTextChange(stored, cell.outputs!);
    if (change) throw this.failure(cell, 'OutputChanged', change);
  }

  private failure(cell: NotebookCell | undefined, ename: string, evalue: string): NotebookError {
    const number = cell === undefined ? undefined : this.toRun.indexOf(cell) + 1;
    return new NotebookError(this.path, number, ename, evalue, this.output);
  }

  private report(text: string): void {
    const message = text.trimEnd().split('\n').at(-1) ?? '';
    const { path, done, seconds } = this;
    this.options.onProgress?.({ path, done, total: this.toRun.length, seconds, message });
  }
}

/** Runs one notebook; throws a {@link NotebookError} where it fails. `dist` is brought up to date first. */
export async function runNotebook(path: string, options: NotebookOptions = {}): Promise<NotebookRun> {
  const run = new Run(path, options);
  await buildProject();
  return run.execute();
}

/** Runs notebooks, some at a time. One that fails does not stop the others; outcomes come in the order given. */
export async function runNotebooks(
  paths: readonly string[],
  { outputFolder, parallel = 2, onOutcome, ...options }: NotebooksOptions = {},
): Promise<NotebookOutcome[]> {
  requireCount('runNotebooks', 'parallel', parallel);
  const runs = paths.map((path) => {
    const output = outputFolder === undefined ? undefined : join(outputFolder, basename(path));
    return new Run(path, { ...options, output });
  });
  const outputs = runs.map((run) => run.output);
  const twice = outputs.find((output, i) => outputs.indexOf(output) < i);
  if (twice !== undefined) refuse('runNotebooks', 'notebooks must be written to different files', twice);
  await buildProject(); // once: parallel builds would only wait for each other
  const outcomes: NotebookOutcome[] = new Array(runs.length);
  let next = 0;
  const work = async () => {
    while (next < runs.length) {
      const index = next++;
      try {
        outcomes[index] = { run: await runs[index].execute() };
      } catch (error) {
        if (!(error instanceof NotebookError)) throw error;
        outcomes[index] = { error };
      }
      onOutcome?.(outcomes[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, runs.length) }, work));
  return outcomes;
}
