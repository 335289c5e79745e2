/** Runs npm. */
import { spawnSync } from 'node:child_process';
import { root, SetupError } from './project.mjs';

/** npm's own script when npm started us, since on Windows `npm` itself is not a program that can be spawned. */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /\.[cm]?js$/.test(script))
    return { program: process.execPath, first: [script], shell: false };
  return { program: 'npm', first: [], shell: process.platform === 'win32' };
}

/** Runs npm in a folder, quietly but for its errors. `who` asks for it. @throws if it fails. */
export function runNpm(who, args, cwd = root) {
  const { program, first, shell } = npmCommand();
  const { error, status, signal } = spawnSync(program, [...first, ...args, '--loglevel=error'], {
    cwd,
    shell,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (error) throw new SetupError(`${who}: npm must be runnable, got ${error.message}`);
  if (status !== 0) throw new SetupError(`${who}: npm ${args[0]} failed (exit code ${status ?? signal})`);
}
