/** `npm start`: a notebook that fails is told of at once, and a signal ends the kernels and says where what is done has gone. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runStart } from '../../../tools/notebooks/start.js';
import { makeNotebook } from '../../support/make-notebook.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-start-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const notebook = (name: string, ...cells: string[]) => makeNotebook(join(folder, `${name}.ipynb`), cells);

/** Runs notebooks one after the other; what was said, in order, and the exit code. `onSaid` sees each line. */
async function start(out: string, paths: readonly string[], onSaid: (line: string) => void = () => {}) {
  const said: string[] = [];
  const listen = (line: string) => {
    said.push(line);
    onSaid(line);
  };
  const spies = (['log', 'error'] as const).map((name) => vi.spyOn(console, name).mockImplementation(listen));
  try {
    return { code: await runStart({ out: join(folder, out), jobs: 1, paths }), said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

it('says that a notebook has failed before the next one is done', async () => {
  const paths = [notebook('bad', 'throw new Error("no")'), notebook('good', 'console.log(1)')];
  const { code, said } = await start('both', paths);
  expect(code).toBe(1);
  const failed = said.findIndex((line) => /^bad failed: .*bad\.ipynb, cell 0: Error: no$/.test(line));
  const done = said.findIndex((line) => line.includes('good.ipynb: done'));
  expect(failed).toBeGreaterThan(0);
  expect(done).toBeGreaterThan(failed);
  expect(said.at(-2)).toBe('1 of 2 failed: bad');
  expect(said.at(-1)).toMatch(/^Page with all figures: .*index\.html$/);
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  'on %s ends the kernels and says where the page is',
  async (signal) => {
    const pid = join(folder, `pid-${signal}`);
    const write = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(pid)}, String(process.pid));`;
    const paths = [
      notebook('first', 'console.log(1)'),
      notebook('second', `${write} await new Promise((resolve) => setTimeout(resolve, 600_000));`),
      notebook('third', 'console.log(3)'),
    ];
    const waiting = setInterval(() => {
      if (!existsSync(pid) || readFileSync(pid, 'utf8') === '') return;
      clearInterval(waiting);
      process.emit(signal, signal);
    }, 50);
    const { code, said } = await start(signal, paths);
    expect(code).toBe(130);
    expect(said.at(-1)).toMatch(/^Interrupted\. 1 of 3 notebooks are done, and on the page: .*index\.html$/);
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow(/ESRCH/);
    expect(readdirSync(join(folder, signal, 'notebooks')).sort()).toEqual(['first.ipynb', 'second.ipynb']);
    expect(existsSync(join(folder, signal, 'first.html'))).toBe(true);
  },
);
