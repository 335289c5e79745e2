/** JSON from outside: what is wrong with it in one line, with the file, the line in it and the field. */

import { BadInput } from './checks.js';

/** What zod says of a value that does not fit its schema, as far as it is told on. */
export interface SchemaFault {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/**
 * The content of a text. @throws BadInput naming the file and the line in it.
 *
 * @param file - what the text is from; where there are lines, the fault's is told.
 */
export function parseJson(where: string, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput(`${where}: ${file} must be JSON, got ${whatIsNot(text)}`);
  }
}

/** More than these say nothing more. */
const MOST_FAULTS = 3;

/** The first faults, each with its field: `evaluation.losses[3]: …; done: …; and 2 more`. */
export function firstFaults({ issues }: SchemaFault): string {
  const told = issues.slice(0, MOST_FAULTS).map(({ path, message }) => `${fieldOf(path)}: ${message}`);
  if (issues.length > MOST_FAULTS) told.push(`and ${issues.length - MOST_FAULTS} more`);
  return told.join('; ');
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'its content';
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

/** Where the first sign is that cannot stand there: after the longest beginning that could still become JSON. */
function whatIsNot(text: string): string {
  if (text.trim() === '') return 'an empty text';
  let fits = 0;
  for (let misfits = text.length + 1; misfits - fits > 1; ) {
    const middle = Math.floor((fits + misfits) / 2);
    if (canBegin(text.slice(0, middle))) fits = middle;
    else misfits = middle;
  }
  const place = text.includes('\n')
    ? `line ${text.slice(0, fits).split('\n').length}`
    : `character ${fits + 1}`;
  return `${fits >= text.length ? 'its end' : JSON.stringify(text.slice(fits, fits + 20))} at ${place}`;
}

/** Whether the parser has nothing to say against a text but that it ends. */
function canBegin(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const [, position] = /position (\d+)/.exec(message) ?? [];
    return Number(position) >= text.length || /^(Unexpected end|Unterminated)/.test(message);
  }
}
