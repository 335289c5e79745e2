import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { runNotebook } from '../../../tools/notebooks/executor.js';
import { joinLines } from '../../../tools/notebooks/notebook-format.js';
import { makeNotebook } from '../../support/make-notebook.js';

describe('the kernel loses no output', () => {
  it('of 600 tiny cells and of one that prints 5,000 lines', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orbit-kernel-'));
    try {
      const tiny = Array.from({ length: 600 }, (_, i) => `console.log(${i})`);
      const lines = 'for (let i = 0; i < 5000; i++) console.log(i)';
      const path = makeNotebook(join(folder, 'long.ipynb'), [lines, ...tiny]);
      const { notebook } = await runNotebook(path);
      const texts = notebook.cells.map(({ outputs = [] }) =>
        outputs.map((output) => output.output_type === 'stream' && joinLines(output.text)),
      );
      expect(texts[0]).toEqual([Array.from({ length: 5000 }, (_, i) => `${i}\n`).join('')]);
      expect(texts.slice(1)).toEqual(tiny.map((_, i) => [`${i}\n`]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 180_000);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the kernel ends with its parent', () => {
  it('when the parent is killed, even in an endless loop', async () => {
    const module = pathToFileURL(join(projectRoot, 'dist/tools/notebooks/kernel-process.js')).href;
    const script = `
      const { startKernel } = await import(${JSON.stringify(module)});
      const kernel = await startKernel();
      kernel.execute('while (true);', (message) => {
        if (message.header.msg_type === 'execute_input') console.log(kernel.pid);
      });
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(parent.stdout, 'data');
    const kernel = Number(String(printed));
    expect(isRunning(kernel)).toBe(true);
    parent.kill('SIGKILL');
    for (let i = 0; i < 200 && isRunning(kernel); i++) await sleep(50);
    expect(isRunning(kernel)).toBe(false);
  });
});
