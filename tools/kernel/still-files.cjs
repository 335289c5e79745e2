/**
 * Stops tslab's compiler from watching files.
 *
 * It watches what a cell imports, and every folder in which it once looked for a module in vain. A file that appears there
 * (a build, another notebook's output) starts a second timer of the compiler's, where tslab holds but one, and the next
 * cell fails with 'Unexpected pending rebuildTimer'. Nothing is lost: a changed module needs a new kernel anyway.
 */

/** Makes watching a file or folder do nothing; call it before tslab's converter is loaded. */
function installStillFiles(tslabRequire) {
  const path = tslabRequire.resolve('@tslab/typescript-for-tslab');
  const typescript = tslabRequire(path);
  const watch = () => ({ close: () => {} });
  const sys = Object.assign(Object.create(typescript.sys), { watchFile: watch, watchDirectory: watch });
  // The exports of the compiler's bundle are read-only getters, so a copy takes their place.
  tslabRequire.cache[path].exports = { ...typescript, sys };
}

module.exports = { installStillFiles };
