/** Options that several commands share, and how their text becomes values. */

import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { refuse } from '../../src/checks.js';

/** A count beyond this is a slip of the finger, and would end in a full memory rather than in an error. */
const LARGEST_COUNT = 1_000_000;

/** Reads a whole number from `least` to `most` written in digits. */
export function wholeNumber(
  command: string,
  name: string,
  text: string,
  { least = 1, most = LARGEST_COUNT }: { readonly least?: number; readonly most?: number } = {},
): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least)) refuse(command, `--${name} must be a whole number of at least ${least}`, text);
  if (value > most) refuse(command, `--${name} must be at most ${most}`, text);
  return value;
}

/** `--jobs N`: as many as there are cores unless told. */
export function jobsOption(what: string): Option {
  return new Option('--jobs <number>', `${what} at a time`).default(
    String(availableParallelism()),
    'as many as there are cores',
  );
}

/** A thread each. */
const MOST_JOBS = 1000;

/** What `--jobs` says. */
export function jobsOf(command: string, text: string): number {
  return wholeNumber(command, 'jobs', text, { most: MOST_JOBS });
}

/** Each seed is a run of every method; the units of far more would fill the memory before the first has begun. */
const MOST_SEEDS = 10_000;

/** What `--seeds` says, where it is how many. */
export function seedsOf(command: string, text: string): number {
  return wholeNumber(command, 'seeds', text, { most: MOST_SEEDS });
}

/** `--out DIR`: the folder for everything a command leaves. */
export function outOption(folder: string): Option {
  return new Option('--out <folder>', 'where the results go').default(folder);
}

/** `--images FILE --labels FILE`: data of one's own, in IDX format. */
export interface DataArguments {
  readonly images?: string;
  readonly labels?: string;
}

export function imagesOption(): Option {
  return new Option(
    '--images <file>',
    "with the family 'idx': images in IDX format, as MNIST's, gzipped or not",
  );
}

export function labelsOption(): Option {
  return new Option('--labels <file>', "with the family 'idx': their labels, 0 to 9");
}

/** Both files, or undefined for none. @throws if there is but one. */
export function dataFiles(
  command: string,
  { images, labels }: DataArguments,
): { readonly images: string; readonly labels: string } | undefined {
  if (images === undefined && labels === undefined) return undefined;
  if (images === undefined || labels === undefined) {
    refuse(command, '--images and --labels must be given together', images ?? labels);
  }
  return { images, labels };
}
