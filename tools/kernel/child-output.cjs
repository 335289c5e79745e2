/**
 * Shows in the cell what its child processes print where they inherit the kernel's own output, which nobody reads.
 *
 * An inherited stream becomes a pipe, or a file for a child that is waited for, and what comes through it is written to
 * the stream of that name.
 */
const childProcess = require('node:child_process');
const { closeSync, mkdtempSync, openSync, readFileSync, rmSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** stdout and stderr by the index of their stream. */
const OWN = { 1: 'stdout', 2: 'stderr' };

/** `stdio` as a list with pipes where a child would inherit stdout or stderr, and the indices of these. */
function withPipes(stdio) {
  const list = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
  const piped = [];
  for (const index of [1, 2]) {
    const inherits = list[index] === 'inherit' ? index : (list[index]?.fd ?? list[index]);
    if (!(inherits in OWN) || typeof inherits !== 'number') continue;
    list[index] = 'pipe';
    piped.push([index, OWN[inherits]]);
  }
  return { list, piped };
}

/** Runs a child that the caller waits for: what it prints goes through files, and is shown when the child is done. */
function throughFiles(stdio, piped, run) {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-l2o-child-'));
  const files = piped.map(([index, name]) => ({ index, name, path: join(folder, String(index)) }));
  for (const file of files) stdio[file.index] = file.descriptor = openSync(file.path, 'w');
  try {
    return run(stdio);
  } finally {
    for (const { descriptor, path, name } of files) {
      closeSync(descriptor);
      const text = readFileSync(path);
      if (text.length > 0) process[name].write(text);
    }
    rmSync(folder, { recursive: true });
  }
}

function installChildOutput() {
  const { spawn } = childProcess.ChildProcess.prototype;
  childProcess.ChildProcess.prototype.spawn = function (options) {
    const { list, piped } = withPipes(options.stdio ?? 'pipe');
    const code = spawn.call(this, piped.length > 0 ? { ...options, stdio: list } : options);
    for (const [index, name] of piped) {
      this.stdio[index]?.on('data', (chunk) => process[name].write(chunk));
    }
    return code;
  };
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
    const run = childProcess[name];
    childProcess[name] = (...parameters) => {
      const place = parameters.findLastIndex((one) => one && typeof one === 'object' && !Array.isArray(one));
      const { list, piped } = withPipes(parameters[place]?.stdio ?? 'pipe');
      if (piped.length === 0) return run(...parameters);
      return throughFiles(list, piped, (stdio) => {
        parameters[place] = { ...parameters[place], stdio };
        return run(...parameters);
      });
    };
  }
  syncBuiltinESMExports();
}

module.exports = { installChildOutput };
