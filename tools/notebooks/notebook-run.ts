/** What running a notebook takes and gives: options, progress, result, failure. */

import type { Notebook } from './notebook-format.js';

/** How a notebook is run. */
export interface NotebookOptions {
  /** Where the executed notebook goes; default: over the notebook itself. */
  readonly output?: string;
  /** Seconds that one cell may take; default 600. A number `timeout` in a cell's metadata comes first. */
  readonly timeout?: number;
  /** Bytes that one cell may put out; default 20,000,000. */
  readonly maximumOutput?: number;
  /** Whether text that differs from the outputs in the file is a failure; default false. */
  readonly compare?: boolean;
  /** Environment variables for the kernel, besides this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called as the notebook advances. */
  readonly onProgress?: (progress: NotebookProgress) => void;
  /** Ends the run, which then fails. */
  readonly signal?: AbortSignal;
}

/** Where a running notebook is. */
export interface NotebookProgress {
  /** The notebook's path as it was given. */
  readonly path: string;
  /** Code cells that are done. */
  readonly done: number;
  /** Code cells in all, those to be skipped not counted. */
  readonly total: number;
  /** Seconds since the run began. */
  readonly seconds: number;
  /** The last line of text that the running cell put out; empty where it has put out none. */
  readonly message: string;
}

/** A notebook that was run to its end. */
export interface NotebookRun {
  readonly path: string;
  /** Where the executed notebook was written. */
  readonly output: string;
  readonly notebook: Notebook;
  readonly seconds: number;
}

/** A notebook that failed. The executed notebook, as far as it came, is at `output`. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';

  constructor(
    readonly path: string,
    /** The cell's number, as Jupyter shows it in brackets; undefined where the kernel did not start. */
    readonly cell: number | undefined,
    /** The error's name: that of the cell's own error, or Timeout, OutputLimit, KernelDeath, Aborted … */
    readonly ename: string,
    readonly evalue: string,
    readonly output: string,
  ) {
    super(`${path}${cell === undefined ? '' : `, Cell [${cell}]`}: ${ename}: ${evalue}`);
  }
}

/** How several notebooks are run. */
export interface NotebooksOptions extends Omit<NotebookOptions, 'output'> {
  /** The folder for the executed notebooks; default: over the notebooks themselves. */
  readonly outputFolder?: string;
  /** How many run at a time; default 2. */
  readonly parallel?: number;
  /** Called with each as it ends, and its index among the paths. */
  readonly onOutcome?: (outcome: NotebookOutcome, index: number) => void;
}

/** What became of one of several notebooks. */
export type NotebookOutcome = { readonly run: NotebookRun } | { readonly error: NotebookError };
