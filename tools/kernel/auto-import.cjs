/**
 * Names that the project's entries export and that a cell has not imported: `metaTrain` of 'orbit-l2o'.
 *
 * A completion offers such a name with its entry. Where a cell then uses it, its import is put before the cell, and the
 * front end is told to write it into the cell. A name that no completion has offered stays an error, which says the import.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Cannot find name; and the same with a name that is near. */
const UNKNOWN_NAMES = new Set([2304, 2552]);

/** Name → the entry of the package that exports it, the first that does; read from the declarations that the build leaves. */
function readEntries(root, typescript) {
  const { name: packageName, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = new Map();
  for (const [path, { types }] of Object.entries(exports)) {
    if (types === undefined) continue;
    const text = readFileSync(join(root, types), 'utf8');
    for (const statement of typescript.createSourceFile(types, text, typescript.ScriptTarget.Latest)
      .statements) {
      for (const { name } of statement.exportClause?.elements ?? []) {
        if (!entries.has(name.text)) entries.set(name.text, packageName + path.slice(1));
      }
    }
  }
  return entries;
}

class AutoImport {
  #root;
  #typescript;
  #entries;
  #offered = new Set();

  constructor(root, typescript) {
    this.#root = root;
    this.#typescript = typescript;
  }

  /** The import of a name; undefined where no entry has it. */
  importOf(name) {
    this.#entries ??= readEntries(this.#root, this.#typescript);
    const entry = this.#entries.get(name);
    return entry && `import { ${name} } from '${entry}';`;
  }

  /** Names that begin so, with their entries, to stand after those that the cell knows. */
  offer(beginning, known) {
    this.importOf(beginning); // reads the entries
    const found = [...this.#entries].filter(([name]) => name.startsWith(beginning) && !known.includes(name));
    for (const [name] of found) this.#offered.add(name);
    return found;
  }

  /** The imports of those names that a cell uses, nothing declares, and a completion has offered. */
  linesFor(diagnostics) {
    const unknown = diagnostics
      .filter(({ code }) => UNKNOWN_NAMES.has(code))
      .map(({ file, start, length }) => file.text.slice(start, start + length));
    return [...new Set(unknown)].filter((name) => this.#offered.has(name)).map((name) => this.importOf(name));
  }
}

module.exports = { AutoImport, UNKNOWN_NAMES };
