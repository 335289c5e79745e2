/**
 * Keeps the runs of one experiment in one file of JSON lines (`run-file.ts`), through kills and full disks.
 *
 * A finished run is appended as one line and brought to the disk before the next is handed out, so the file is at every
 * instant a header, whole runs in the order in which they were finished, and at most one torn line. Once every method
 * has every seed the file is written anew, in order of method and seed and with an end line, and renamed into place: the
 * same command gives the same bytes, however often it was interrupted. One file, rather than one a run, because it can be
 * read by any tool while it grows, and since a torn line is found by its checksum nothing more is needed.
 *
 * Of a run only its place in the file is held in memory, so a store of thousands of seeds is no larger than one of ten.
 */

import { existsSync } from 'node:fs';
import { refuse } from '../../src/checks.js';
import { appendAt, writeWhole } from '../../src/node/files.js';
import type { Run } from '../experiment.js';
import { piecesOfFile } from './file-lines.js';
import { firstDifference } from './first-difference.js';
import { endLine, headerLine, type RunFileHeader, runLine, scanRuns } from './run-file.js';

/** A unit of work of an experiment. */
export interface RunKey {
  readonly method: string;
  readonly seed: number;
}

/** A run and the bytes of its line. */
interface Kept extends RunKey {
  readonly start: number;
  readonly length: number;
}

const keyOf = ({ method, seed }: RunKey) => JSON.stringify([method, seed]);

export class RunStore {
  readonly path: string;
  /** What there is to tell the user about the file that was found, if anything. */
  readonly message: string | undefined;
  readonly #header: RunFileHeader;
  readonly #kept = new Map<string, Kept>();
  #length: number;
  #complete: boolean;

  /**
   * Opens the file, or makes it with nothing but its header.
   *
   * @throws on a file that is damaged, or made by other code or with another configuration; it is left as it is.
   */
  constructor(path: string, header: RunFileHeader) {
    this.path = path;
    this.#header = JSON.parse(JSON.stringify(header)) as RunFileHeader;
    if (!existsSync(path)) {
      writeWhole(path, headerLine(header));
      this.#length = Buffer.byteLength(headerLine(header));
      this.#complete = false;
      return;
    }
    const found = scanRuns('RunStore', path, (run, { start, length }) => this.#keep(run, start, length));
    requireSameHeader(path, this.#header, found.header);
    this.#length = found.length;
    this.#complete = found.complete;
    if (found.torn > 0)
      this.message = `${path}: the last line is torn (${found.torn} characters) and is dropped; its run is done again`;
  }

  /** How many runs are kept. */
  get size(): number {
    return this.#kept.size;
  }

  has(key: RunKey): boolean {
    return this.#kept.has(keyOf(key));
  }

  /** Keeps a run, without its timing. @throws if it is there already, or cannot be written: then nothing changes. */
  append(run: Run): void {
    if (run.experiment !== this.#header.experiment)
      refuse('RunStore.append', `the run must be of ${this.#header.experiment}`, run.experiment);
    if (this.has(run)) refuse('RunStore.append', 'each run is kept once', keyOf(run));
    this.take([{ run, line: runLine(run) }]);
  }

  /** Keeps runs that lie elsewhere already, by their lines, and brings all of them to the disk at once. */
  take(kept: readonly { readonly run: Run; readonly line: string }[]): void {
    let start = this.#length;
    this.#length = appendAt(this.path, start, kept.map(({ line }) => line).join(''));
    this.#complete = false;
    for (const { run, line } of kept) {
      const length = Buffer.byteLength(line);
      this.#keep(run, start, length);
      start += length;
    }
  }

  #keep({ method, seed }: RunKey, start: number, length: number): void {
    this.#kept.set(keyOf({ method, seed }), { method, seed, start, length });
  }

  /**
   * Puts the runs in order, methods as listed and then by seed, and adds the end line. Where a seed lacks a method, as
   * after an interrupted command for more seeds, the file stays as it is. Returns whether it is finished.
   */
  finish(methods: readonly string[]): boolean {
    const sorted = inOrder([...this.#kept.values()], methods);
    const seeds = new Set(sorted.map(({ seed }) => seed));
    if (sorted.length < methods.length * seeds.size) return false;
    if (this.#complete && sorted.every(({ start }, i) => i === 0 || start > sorted[i - 1].start)) return true;
    const header = Buffer.from(headerLine(this.#header));
    const path = this.path;
    writeWhole(
      path,
      (function* () {
        yield header;
        yield* piecesOfFile(path, sorted);
        yield Buffer.from(endLine(sorted.length));
      })(),
    );
    this.#length = header.length;
    for (const { length, ...key } of sorted) {
      this.#keep(key, this.#length, length);
      this.#length += length;
    }
    this.#complete = true;
    return true;
  }
}

/** Methods as listed, and each by seed. */
function inOrder<K extends RunKey>(keys: readonly K[], methods: readonly string[]): K[] {
  const rank = ({ method }: RunKey) => methods.indexOf(method);
  return [...keys].sort((a, b) => rank(a) - rank(b) || a.seed - b.seed);
}

/** The runs of seeds 1 … seeds alone, in the order of a finished file; undefined if one of a method is missing. */
export function runsOfSeeds<R extends RunKey>(
  runs: readonly R[],
  methods: readonly string[],
  seeds: number,
): readonly R[] | undefined {
  const asked = runs.filter(({ seed }) => seed >= 1 && seed <= seeds);
  return asked.length === methods.length * seeds ? inOrder(asked, methods) : undefined;
}

/** All runs of a finished file, in order. @throws on a file that is not there, damaged, cut short or not finished. */
export function readRuns(path: string): { header: RunFileHeader; runs: readonly Run[] } {
  const runs: Run[] = [];
  const { header, complete } = scanRuns('readRuns', path, (run) => runs.push(run));
  if (!complete) {
    refuse('readRuns', `${path} must have its end line`, `${runs.length} runs: cut short or not finished`);
  }
  return { header, runs };
}

/** @throws if a file that was found was made by other code, or of another configuration, than wanted; both as JSON carries them. */
export function requireSameHeader(path: string, wanted: RunFileHeader, found: RunFileHeader): void {
  const remedy = 'choose another folder, or remove the file';
  for (const name of ['experiment', 'version', 'code'] as const) {
    if (wanted[name] !== found[name]) {
      const what = { experiment: 'experiment', version: 'version', code: 'code (digest)' }[name];
      refuse('RunStore', `${path} must hold runs of ${what} ${wanted[name]}`, `${found[name]}; ${remedy}`);
    }
  }
  const difference = firstDifference(found.configuration, wanted.configuration);
  if (difference !== undefined) {
    refuse(
      'RunStore',
      `${path} must hold runs of the same configuration`,
      `another ${difference}; ${remedy}`,
    );
  }
}
