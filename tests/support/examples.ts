/** The examples of docstrings and Markdown: every block fenced as TypeScript, with where it stands. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/node/project-root.js';

/** A block of code that a reader may copy. */
export interface Example {
  /** The file, from the project's root. */
  readonly file: string;
  /** The line of the file on which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

const OPENS = /^\s*(?:\* )?```ts$/;
const CLOSES = /^\s*(?:\* )?```$/;
const MARGIN = /^\s*\* ?/;

/** The examples of one file. @throws on an `@example` without a block, and on a block without an end. */
export function examplesOf(file: string, text = readFileSync(join(projectRoot, file), 'utf8')): Example[] {
  const inDocstrings = !file.endsWith('.md');
  const lines = text.split('\n');
  const examples: Example[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (inDocstrings && /^\s*\* @example/.test(lines[at]) && !OPENS.test(lines[at + 1])) {
      throw new Error(`${file}:${at + 1}: @example must be followed by a block fenced as ts`);
    }
    if (!OPENS.test(lines[at])) continue;
    const start = at + 1;
    while (at < lines.length && (at < start || !CLOSES.test(lines[at]))) at++;
    if (at === lines.length) throw new Error(`${file}:${start}: the block must have an end`);
    const block = lines.slice(start, at).map((line) => (inDocstrings ? line.replace(MARGIN, '') : line));
    examples.push({ file, line: start + 1, code: block.join('\n') });
  }
  return examples;
}

/** The examples of these files and of every TypeScript file in these folders. */
export function examplesUnder(...places: readonly string[]): Example[] {
  return places.flatMap((place) => {
    if (place.endsWith('.md')) return examplesOf(place);
    const files = readdirSync(join(projectRoot, place), { recursive: true }) as string[];
    return files
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .flatMap((name) => examplesOf(join(place, name)));
  });
}

/** What an example says it prints: the comment at the end of each line that does. */
export function promisedOutput({ code }: Example): string[] {
  return [...code.matchAll(/^\s*console\.log\(.*\); \/\/ (.*)$/gm)].map(([, said]) => said);
}
