/**
 * Says once that the library was edited after the kernel started: a running kernel keeps the old code.
 */
const { readdirSync, statSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

/** The newest change below a folder, in milliseconds, and the file. */
function newest(folder) {
  let latest = { time: 0, file: undefined };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (time > latest.time) latest = { time, file };
  }
  return latest;
}

/** Returns a function that gives the warning, once for each further edit, else undefined. */
function watchLibrary(folder) {
  let { time: known } = newest(folder);
  return () => {
    const { time, file } = newest(folder);
    if (time <= known) return undefined;
    known = time;
    const name = relative(dirname(folder), file).split(sep).join('/');
    return `${name} was changed after this kernel started; restart the kernel to run the new code.`;
  };
}

module.exports = { watchLibrary };
