/** Options that several commands share, and how their text becomes values. */

import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { refuse } from '../checks.js';

/** Reads a whole number of at least `least` written in digits. */
export function wholeNumber(command: string, name: string, text: string, least = 1): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(Number.isSafeInteger(value) && value >= least)) {
    refuse(command, `--${name} must be a whole number of at least ${least}`, text);
  }
  return value;
}

/** `--jobs N`: as many as there are cores unless told. */
export function jobsOption(what: string): Option {
  return new Option('--jobs <number>', `${what} at a time`).default(
    String(availableParallelism()),
    'as many as there are cores',
  );
}

/** `--out DIR`: the folder for everything a command leaves. */
export function outOption(folder: string): Option {
  return new Option('--out <folder>', 'where the results go').default(folder);
}
