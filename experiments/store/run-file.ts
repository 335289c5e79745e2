/**
 * The format of results on disk: JSON lines, one run a line, each line with a checksum of itself.
 *
 *     {"format":"orbit-l2o runs","formatVersion":1,"experiment":…,"configuration":…,…,"checksum":…}
 *     {"experiment":"figure-3","method":"vanilla","seed":1,…,"checksum":…}                            a run
 *     {"runs":40,"checksum":…}                                                                        the end
 *
 * The end line is there once all runs are, in order. A file without it is one that is being filled or was interrupted;
 * the last line of such a file may be torn.
 */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { refuse } from '../../src/checks.js';
import { requireReadable } from '../../src/node/files.js';
import { firstFaults, parseJson } from '../../src/parse-json.js';
import type { Run } from '../experiment.js';
import { type Line, linesOfFile, linesOfText } from './file-lines.js';
import { runFault } from './run-schema.js';

const FORMAT = 'orbit-l2o runs';
const FORMAT_VERSION = 1;

/** The first line. */
export interface RunFileHeader {
  readonly experiment: string;
  /** Version of the library. */
  readonly version: string;
  /** Digest of the code that made the runs. */
  readonly code: string;
  /** Everything that defines the experiment. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** What a file holds beside its runs. */
export interface ScannedFile {
  readonly header: RunFileHeader;
  /** Whether the end line is there. */
  readonly complete: boolean;
  /** Bytes of header and whole runs; the rest is the end line or a torn line. */
  readonly length: number;
  /** Characters of a torn last line; 0 if none. */
  readonly torn: number;
}

export interface RunFile extends ScannedFile {
  readonly runs: readonly Run[];
  /** The lines of the runs as they stand in the file, with their line ends. */
  readonly lines: readonly string[];
}

const headerSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  experiment: z.string(),
  version: z.string(),
  code: z.string(),
  configuration: z.record(z.string(), z.unknown()),
});

const endSchema = z.strictObject({ runs: z.int().min(0) });

export function headerLine({ experiment, version, code, configuration }: RunFileHeader): string {
  return seal({ format: FORMAT, formatVersion: FORMAT_VERSION, experiment, version, code, configuration });
}

/** Without its timing, which is never the same twice and kept elsewhere. */
export function runLine({ timing: _, ...run }: Run): string {
  return seal(run);
}

export function endLine(runs: number): string {
  return seal({ runs });
}

/** Reads a file's text; see {@link scanRunFile}. */
export function parseRunFile(where: string, path: string, text: string): RunFile {
  const runs: Run[] = [];
  const lines: string[] = [];
  const scanned = scanRunFile(where, path, linesOfText(text), (run, line) => {
    runs.push(run);
    lines.push(`${line.text}\n`);
  });
  return { ...scanned, runs, lines };
}

/**
 * Reads lines and hands out one run after the other. @throws on anything but a torn last line: what is damaged elsewhere
 * was not left by a kill.
 */
export function scanRunFile(
  where: string,
  path: string,
  lines: Iterable<Line>,
  onRun: (run: Run, line: Line) => void,
): ScannedFile {
  let header: RunFileHeader | undefined;
  let [number, count, length, torn] = [0, 0, 0, 0];
  let complete = false;
  const seen = new Set<string>();
  for (const line of lines) {
    number++;
    if (!line.ended) {
      torn = line.text.length;
      break;
    }
    if (header === undefined) {
      header = parseHeader(where, path, line.text);
      length = line.length;
      continue;
    }
    const at = `line ${number} of ${path}`;
    if (complete) refuse(where, `nothing may follow the end line of ${path}`, `line ${number}`);
    const content = unseal(where, at, line.text);
    const end = endSchema.safeParse(content);
    if (end.success) {
      complete = true;
      if (end.data.runs !== count)
        refuse(where, `${path} must hold ${end.data.runs} runs`, `${count} of them`);
      continue;
    }
    const fault = runFault(header.configuration, content);
    if (fault !== undefined) refuse(where, `${at} must be a run`, fault);
    const run = content as Run;
    const { experiment, method, seed } = run;
    if (experiment !== header.experiment) refuse(where, `${at} must be of ${header.experiment}`, experiment);
    if (seen.has(JSON.stringify([method, seed])))
      refuse(where, `${path} must hold each run once`, `${method}, seed ${seed} again at line ${number}`);
    seen.add(JSON.stringify([method, seed]));
    onRun(run, line);
    length += line.length;
    count++;
  }
  if (header === undefined)
    refuse(where, `${path} must begin with a header line`, `${torn} characters without one`);
  if (complete && torn > 0) refuse(where, `nothing may follow the end line of ${path}`, 'more of it');
  return { header, complete, length, torn };
}

/** Reads a file, and hands out one run after the other. @throws also if it cannot be read. */
export function scanRuns(
  where: string,
  path: string,
  onRun: (run: Run, line: Line) => void = () => {},
): ScannedFile {
  requireReadable(where, path);
  return scanRunFile(where, path, linesOfFile(path), onRun);
}

function parseHeader(where: string, path: string, line: string): RunFileHeader {
  const content = unseal(where, `line 1 of ${path}`, line) as Record<string, unknown>;
  if (content.format !== FORMAT) refuse(where, `${path} must be of the format '${FORMAT}'`, content.format);
  if (content.formatVersion !== FORMAT_VERSION)
    refuse(where, `${path} must be of format version ${FORMAT_VERSION}`, content.formatVersion);
  const header = headerSchema.safeParse(content);
  if (!header.success) refuse(where, `${path} must begin with a header line`, firstFaults(header.error));
  const { experiment, version, code, configuration } = header.data;
  return { experiment, version, code, configuration };
}

/** A line with its checksum as the last entry: the first 16 digits of the SHA-256 digest of the line without it. */
function seal(content: object): string {
  const text = JSON.stringify(content);
  return `${text.slice(0, -1)},"checksum":"${checksum(text)}"}\n`;
}

const SEAL = /,"checksum":"([\da-f]{16})"\}$/;

function unseal(where: string, at: string, line: string): unknown {
  const match = SEAL.exec(line);
  if (!match) refuse(where, `${at} must be whole`, `${line.length} characters without a checksum`);
  const text = `${line.slice(0, match.index)}}`;
  if (checksum(text) !== match[1])
    refuse(where, `${at} must have the checksum ${match[1]}`, `${checksum(text)}: it is damaged`);
  return parseJson(where, at, text);
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
