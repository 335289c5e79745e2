/** The lines around a place in a cell, with a caret under it. */

/** Lines shown before and after the one that is meant. */
const AROUND = 2;

/**
 * A piece of source as text; `line` and `column` count from 1, `length` is that of what is underlined.
 *
 *       1 | const start = [1, 2];
 *     > 2 | descend(start, -1);
 *         |                ^^
 */
function codeFrame(source, line, column, length = 1) {
  const lines = source.split('\n');
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  const frame = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1];
    const mark = number === line ? '>' : ' ';
    frame.push(`${mark} ${String(number).padStart(width)} | ${text}`.trimEnd());
    if (number !== line) continue;
    const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
    const underline = '^'.repeat(Math.max(1, Math.min(length, text.length - column + 1)));
    frame.push(`  ${' '.repeat(width)} | ${indent}${underline}`);
  }
  return frame;
}

module.exports = { codeFrame };
