/**
 * Modules of the project that cells import by a path: whether one was changed or created since it was compiled.
 *
 * tslab compiles them together with the cell. A new compiler sees them anew, and all declarations of earlier cells are
 * kept. A module whose import fails because it is not there yet counts as created once it is.
 */
const { statSync } = require('node:fs');
const { resolve, sep } = require('node:path');

const ENDINGS = ['', '.ts', '.tsx', '.d.ts', '.js', '/index.ts', '/index.js'];
const RELATIVE_IMPORT = /(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"]*)\1/g;

const versionOf = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size}` : undefined;
};

class LocalModules {
  #root;
  /** Path → version at its compilation; undefined where it was not there. */
  #versions = new Map();

  constructor(root) {
    this.#root = root;
  }

  /** Whether a module is not as the compiler saw it; `source` is the cell that will be compiled. */
  changed(source) {
    let changed = false;
    for (const [path, version] of this.#versions) {
      if (versionOf(path) !== version) changed = true;
    }
    if (changed) this.#versions.clear();
    for (const [, , specifier] of source.matchAll(RELATIVE_IMPORT)) {
      for (const ending of ENDINGS) {
        const path = resolve(this.#root, specifier.replace(/\.js$/, '')) + ending;
        if (!this.#versions.has(path)) this.#versions.set(path, versionOf(path));
      }
    }
    return changed;
  }

  /** Takes note of what a compilation has read. */
  note(program) {
    const packages = `${sep}node_modules${sep}`;
    for (const { fileName, isDeclarationFile } of program.getSourceFiles()) {
      const own = fileName.startsWith(`${this.#root}/`) && !fileName.includes(packages) && !isDeclarationFile;
      if (own && !this.#versions.has(fileName) && !fileName.endsWith('/__tslab__.ts')) {
        this.#versions.set(fileName, versionOf(fileName));
      }
    }
  }
}

module.exports = { LocalModules };
