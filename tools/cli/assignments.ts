/** `x=1,y=[2,3]`: names and their values on the command line. */

import { refuse } from '../../src/checks.js';
import type { ParameterValue } from '../../src/theory/expression.js';

/** Splits at commas that are outside of brackets. */
function parts(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const sign of text) {
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    if (sign === ',' && depth === 0) found.push('');
    else found[found.length - 1] += sign;
  }
  return found.map((part) => part.trim()).filter((part) => part !== '');
}

/** Names and the text of their values, in their order. @throws unless each part is NAME=VALUE and names differ. */
export function assignments(option: string, texts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of texts.flatMap(parts)) {
    const equals = part.indexOf('=');
    const [name, value] = [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    if (equals < 1 || value === '') refuse('check', `--${option} must be NAME=VALUE,NAME=VALUE…`, part);
    if (found.has(name)) refuse('check', `--${option} must name each once`, name);
    found.set(name, value);
  }
  return found;
}

/** The values themselves: formulas of numbers (pi/2, [1, 2; 3, 4], 1:50), or @FILE with JSON. */
export async function assignedValues(
  option: string,
  texts: readonly string[],
): Promise<Map<string, ParameterValue>> {
  const { constantValue } = await import('../../src/theory/expression.js');
  const values = new Map<string, ParameterValue>();
  for (const [name, text] of assignments(option, texts)) {
    values.set(
      name,
      text.startsWith('@')
        ? await fromFile(text.slice(1))
        : constantValue(`check: --${option} ${name}`, text),
    );
  }
  return values;
}

async function fromFile(path: string): Promise<ParameterValue> {
  const { readBytes } = await import('../../src/node/files.js');
  const { parseJson } = await import('../../src/parse-json.js');
  const text = readBytes('check', path).toString('utf8');
  return parseJson('check', `a file of values, ${path},`, text) as ParameterValue;
}
