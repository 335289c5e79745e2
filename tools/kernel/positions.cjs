/**
 * Where a stack frame lies as the reader sees it: a cell and its line, a file of `src`, a file of a package.
 *
 * Compiled code is traced back by source maps, that of a cell by the two maps that its compilation gives, that of the
 * library by the files that the build leaves. Maps are read when the first error needs them.
 */
const { existsSync, readFileSync } = require('node:fs');
const { SourceMap } = require('node:module');
const { dirname, join, relative, resolve, sep } = require('node:path');
const { fileURLToPath } = require('node:url');

/** Lines that tslab puts before a cell's source. */
const PREFIX_LINES = 1;
/** A frame: what comes before its place, the script, line, column, and what closes it. */
const AT_END = /^(.*?)(?:(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^()]*?|cell:\w+)):(\d+):(\d+)(\)?)$/;

/** Frames below the cell: of this folder, of tslab and of Node itself. */
const INNER_FRAME = /[\\/]kernel[\\/]\w[\w-]*\.cjs|node_modules[\\/]@?tslab[\\/]|node:|<anonymous>\)?$/;
const isInner = (line) => INNER_FRAME.test(line);

/** Name of a script (`cell:5`, or a path) → its maps, last step first; null where there are none. */
const maps = new Map();
/** Name of a cell → its source. */
const sources = new Map();

/** Name of a cell → lines of its compiled code; what follows is the call of the function that tslab makes of it. */
const lengths = new Map();

/** Remembers a compiled cell or module; `steps` are its source maps, the last step first. */
function remember(name, steps, { source, output } = {}) {
  maps.set(name, steps.every(Boolean) ? steps.map((step) => new SourceMap(step)) : null);
  if (source !== undefined) sources.set(name, source);
  if (output !== undefined) lengths.set(name, output.split('\n').length);
}

function mapsOf(script) {
  if (!maps.has(script)) {
    const file = `${script}.map`;
    const found = existsSync(file) ? [new SourceMap(JSON.parse(readFileSync(file, 'utf8')))] : null;
    maps.set(script, found);
  }
  return maps.get(script);
}

/** The place in the source of a place in a script (both count from 1); undefined where no map knows it. */
function originOf(script, line, column) {
  const steps = mapsOf(script);
  if (!steps) return undefined;
  let place = { line: line - 1, column: column - 1, source: script };
  for (const step of steps) {
    const entry = step.findEntry(place.line, place.column);
    if (entry?.originalLine === undefined) return undefined;
    place = { line: entry.originalLine, column: entry.originalColumn, source: entry.originalSource };
  }
  return { ...place, line: place.line + 1, column: place.column + 1 };
}

/** A path as it is shown: relative to the project's root where it lies in it. */
function shown(path, root) {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside.split(sep).join('/');
}

/**
 * Takes a line of a stack apart: `{ text, cell, line, column }`, its text in the reader's terms. A line that is no frame
 * comes back with its text alone, and the call of a cell as a whole with an empty one.
 */
function readFrame(text, root) {
  const found = AT_END.exec(text);
  if (!found) return { text };
  const [, head, name, lineText, columnText, end] = found;
  const script = name.startsWith('cell:') || existsSync(name) ? name : fileURLToPath(`file://${name}`);
  const line = Number(lineText);
  const column = Number(columnText);
  const origin = originOf(script, line, column);
  if (script.startsWith('cell:')) {
    if (line > lengths.get(script)) return { text: '' };
    const place = origin ? { line: origin.line - PREFIX_LINES, column: origin.column } : { line, column };
    const label = `Cell [${script.slice('cell:'.length)}], line ${place.line}, column ${place.column}`;
    // tslab keeps the variables of cells in a proxy, which is no part of a function's name.
    return { text: `${head.replace('at Proxy.', 'at ')}${label}${end}`, cell: script, ...place };
  }
  const file = origin ? resolve(dirname(script), origin.source.replace(/^file:\/\//, '')) : script;
  const at = `${shown(file, root)}:${origin?.line ?? line}:${origin?.column ?? column}`;
  return { text: `${head}${at}${end}` };
}

/** Makes `error.stack` of all errors, also of those that a cell prints itself, speak of the reader's lines. */
function installStacks(root) {
  Error.stackTraceLimit = 50; // a deep call of the library must not push the reader's line out
  Error.prepareStackTrace = (error, sites) => {
    let head;
    try {
      head = Error.prototype.toString.call(error);
    } catch {
      head = 'Error';
    }
    const lines = sites.map((site) => `    at ${site}`).filter((line) => !isInner(line));
    const frames = lines.map((line) => readFrame(line, root).text).filter(Boolean);
    return [head, ...frames].join('\n');
  };
}

const sourceOf = (cell) => sources.get(cell);

/** The path of a module that tslab compiles from a file of the project. */
const compiledPath = (root, source) => join(root, source.replace(/\.tsx?$/, '.js'));

module.exports = { compiledPath, installStacks, isInner, readFrame, remember, sourceOf };
