/**
 * One run a file, for machines that share a folder and nothing else:
 *
 *     FOLDER/units/figure-3/figure-3-vanilla-seed-1.jsonl
 *
 *     a file of one run, as in `run-file.ts`: header, run, end
 *     {"timing":{"total":…,"training":…,"evaluation":…}}
 *
 * It is written under a name of its own, brought to the disk and renamed: under its name it is whole, or not there. So it
 * needs no lock. Two that do the same unit write the same bytes but for the last line, and the later rename stays.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { refuse } from '../../src/checks.js';
import { readBytes, writeWhole } from '../../src/node/files.js';
import type { Run, Timing } from '../experiment.js';
import { fileName } from './keep-training.js';
import { endLine, headerLine, parseRunFile, type RunFileHeader, runLine } from './run-file.js';
import { requireSameHeader } from './run-store.js';
import type { Unit } from './worker-pool.js';

/** Where the run of a unit lies. */
export function unitPath(folder: string, unit: Pick<Unit, 'experiment' | 'method' | 'seed'>): string {
  return join(folder, 'units', unit.experiment, `${fileName(unit)}.jsonl`);
}

/** Keeps a run, with its timing. @throws WriteFailure, leaving nothing under its name. */
export function writeUnit(folder: string, header: RunFileHeader, run: Run): void {
  const path = unitPath(folder, run);
  mkdirSync(dirname(path), { recursive: true });
  const lines = [headerLine(header), runLine(run), endLine(1), `${JSON.stringify({ timing: run.timing })}\n`];
  // A process number alone may be had on two machines at once.
  const writer = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  writeWhole(path, lines.join(''), writer);
}

/** A kept run, and its line in a file of runs. */
export interface KeptUnit {
  readonly run: Run;
  readonly line: string;
}

/** The run of a unit; undefined if it is not there. @throws on a damaged file, or one of other code or configuration. */
export function readUnit(folder: string, header: RunFileHeader, unit: Unit): KeptUnit | undefined {
  const path = unitPath(folder, unit);
  if (!existsSync(path)) return undefined;
  const text = readBytes('readUnit', path).toString('utf8');
  const timingAt = text.lastIndexOf('\n', text.length - 2) + 1;
  const { header: found, runs, lines, complete } = parseRunFile('readUnit', path, text.slice(0, timingAt));
  requireSameHeader(path, header, found);
  const [run] = runs;
  if (!complete || run?.method !== unit.method || run.seed !== unit.seed)
    refuse(
      'readUnit',
      `${path} must hold the run of ${unit.method}, seed ${unit.seed}`,
      'another; remove it',
    );
  return { run: { ...run, timing: timingOf(path, text.slice(timingAt)) }, line: lines[0] };
}

function timingOf(path: string, line: string): Timing {
  try {
    return (JSON.parse(line) as { timing: Timing }).timing;
  } catch {
    return refuse('readUnit', `${path} must end with a line of its timing`, `${line.length} characters`);
  }
}
