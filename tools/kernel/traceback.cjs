/**
 * An error as a notebook shows it: name, message, the reader's own line, and the way there.
 *
 * Frames of this kernel, of tslab and of Node say nothing about the cell and are dropped. What caused an error, and what
 * an AggregateError holds, follows it.
 */
const { inspect } = require('node:util');
const { codeFrame } = require('./code-frame.cjs');
const { isInner, readFrame, sourceOf } = require('./positions.cjs');

/** Causes of causes are followed this far. */
const MAXIMUM_DEPTH = 8;
const FRAME = /^\s+at /;
const ALREADY_READ = /(Cell \[(\w+)\], line (\d+), column (\d+))/;

/** A frame in the reader's terms, whether its stack was made here or elsewhere (a thread, another realm). */
function frameOf(line, root) {
  const read = ALREADY_READ.exec(line);
  if (!read) return readFrame(line, root);
  const [, , cell, at, column] = read;
  return { text: line, cell: `cell:${cell}`, line: Number(at), column: Number(column) };
}

/** The frames of an error's stack; its first lines repeat name and message. */
function framesOf(error, root) {
  const lines = String(error.stack ?? '').split('\n');
  return lines
    .filter((line) => FRAME.test(line) && !isInner(line))
    .map((line) => frameOf(line, root))
    .map((frame) => ({ ...frame, text: frame.text.replace(/, column \d+/, '') }));
}

/** Source around a frame of a cell, under the cell's name. */
function sourceLines({ cell, line, column }) {
  const lines = codeFrame(sourceOf(cell) ?? '', line, column);
  return lines.length === 0 ? [] : ['', `Cell [${cell.slice(5)}], line ${line}:`, ...lines];
}

/** What an error carries besides name and message, such as a system error's code. */
function extras(error) {
  const { cause: _cause, errors: _errors, ...rest } = error;
  for (const key of ['name', 'message', 'stack']) delete rest[key];
  return Object.keys(rest).length === 0 ? [] : [inspect(rest, { depth: 2 })];
}

function heading(error) {
  return error.message ? `${error.name}: ${error.message}` : String(error.name);
}

/** The lines for one error and, indented, those for what lies behind it. */
function describe(error, root, currentCell, seen) {
  if (!(error instanceof Error)) return [inspect(error)];
  if (seen.has(error) || seen.size >= MAXIMUM_DEPTH) return [`${heading(error)} (see above)`];
  seen.add(error);
  const frames = framesOf(error, root);
  const inner = frames.find(({ cell }) => cell);
  // A function of an earlier cell: its own line first, then the line of this cell that called it.
  const outer = inner && inner.cell !== currentCell ? frames.find(({ cell }) => cell === currentCell) : null;
  const lines = [heading(error), ...extras(error)];
  for (const frame of [inner, outer]) if (frame) lines.push(...sourceLines(frame));
  // A single frame is the one whose source is shown.
  if (frames.length > 1 || (frames.length === 1 && !inner)) lines.push('', ...frames.map(({ text }) => text));
  const indent = (texts) => texts.map((text) => (text === '' ? '' : `  ${text}`));
  if (error.errors !== undefined && Array.isArray(error.errors)) {
    error.errors.forEach((one, i) => {
      lines.push('', `Error ${i + 1} of ${error.errors.length}:`);
      lines.push(...indent(describe(one, root, currentCell, seen)));
    });
  }
  if (error.cause !== undefined) {
    lines.push('', 'Caused by:', ...indent(describe(error.cause, root, currentCell, seen)));
  }
  return lines;
}

/** The content of an `error` message for whatever a cell threw; `currentCell` is the cell that ran (`cell:5`). */
function describeThrown(error, root, currentCell) {
  if (isInterrupt(error)) {
    return { ename: 'Interrupted', evalue: 'the cell was interrupted', traceback: ['Interrupted'] };
  }
  const known = error instanceof Error;
  return {
    ename: known ? String(error.name) : 'Thrown',
    evalue: known ? String(error.message) : inspect(error),
    traceback: describe(error, root, currentCell, new Set()),
  };
}

/** Whether an error is the way in which Node (a loop) or tslab (an await) stops a cell. */
function isInterrupt(error) {
  return (
    error?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' || error?.message === 'Interrupted asynchronously'
  );
}

module.exports = { describeThrown };
