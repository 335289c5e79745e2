/** Whether a cell still says what its notebook's file says that it does. */

import { type CellOutput, joinLines, type MultilineText } from './notebook-format.js';

/** The text of a cell's outputs: what it printed to stdout, and the text form of what it displayed. */
function textOf(outputs: readonly CellOutput[]): string {
  return outputs
    .map((output) => {
      if (output.output_type === 'stream') return output.name === 'stdout' ? joinLines(output.text) : '';
      if (output.output_type === 'error') return `${output.ename}: ${output.evalue}\n`;
      return `${joinLines((output.data['text/plain'] ?? '') as MultilineText)}\n`;
    })
    .join('');
}

/** The first line of text in which the outputs differ, as a sentence; undefined where none does. */
export function describeTextChange(
  stored: readonly CellOutput[],
  fresh: readonly CellOutput[],
): string | undefined {
  const before = textOf(stored).split('\n');
  const now = textOf(fresh).split('\n');
  for (let line = 0; line < Math.max(before.length, now.length); line++) {
    if (before[line] !== now[line]) {
      return `line ${line + 1} of the cell's text was ${JSON.stringify(before[line])}, and is ${JSON.stringify(now[line])}`;
    }
  }
  return undefined;
}
