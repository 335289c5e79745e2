/**
 * Finds the project and starts its kernel; `kernel.json` names this file.
 *
 * The project lies above this file, also when the kernelspec's folder is a link to it. A copy of the folder, as
 * `jupyter kernelspec install` makes, finds it above the working folder, which is that of the notebook.
 */
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const LAUNCHER = 'tools/kernel/launcher.cjs';

function findAbove(start) {
  for (let folder = start; ; folder = dirname(folder)) {
    const launcher = join(folder, LAUNCHER);
    if (existsSync(launcher)) return launcher;
    if (folder === dirname(folder)) return undefined;
  }
}

const launcher = findAbove(__dirname) ?? findAbove(process.cwd());
if (launcher) {
  require(launcher);
} else {
  console.error(
    `kernel: the project must lie above the notebook, got ${process.cwd()}; ` +
      '`npm run lab -- --install` in the project registers its kernel for all folders',
  );
  process.exitCode = 1;
}
