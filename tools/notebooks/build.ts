/** Brings `dist` up to date from a running program, as the kernel's launcher does for itself. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/node/project-root.js';
import { BUILT_VARIABLE } from './project.js';

/** Runs the build step of `tools/setup/setup.mjs` unless told that it is done; throws with the compiler's output. */
export async function buildProject(): Promise<void> {
  if (process.env[BUILT_VARIABLE] !== '1') await runBuild();
}

function runBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const setup = join(projectRoot, 'tools/setup/setup.mjs');
    const child = spawn(process.execPath, [setup, '--no-install'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`buildProject: the build must succeed, got exit code ${code}\n${printed}`));
    });
  });
}
