import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { startKernel } from '../../../tools/notebooks/kernel-process.js';
import { joinLines, readNotebook } from '../../../tools/notebooks/notebook-format.js';

/** Deno's own kernel (npm package `deno`) stands in for tslab, should that come to its end. */
const deno = process.env.DENO ?? 'deno';
const found = spawnSync(deno, ['--version']).status === 0;
if (!found)
  console.log(`deno: skipped, since there is no ${deno} (npm install -g deno, or DENO=… for its path)`);

/** Some that take seconds; others by `DENO_NOTEBOOKS='figure-3 figure-4'`. */
const NOTEBOOKS = process.env.DENO_NOTEBOOKS?.split(' ') ?? ['tour', 'proposition-4-1', 'from-scratch'];
const PLOTLY = 'application/vnd.plotly.v1+json';

describe("on Deno's kernel", () => {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-deno-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(!found).each(NOTEBOOKS)(
    '%s runs, cell by cell, and shows its figures',
    async (name) => {
      const argv = [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'];
      writeFileSync(join(folder, 'kernel.json'), JSON.stringify({ argv }));
      const notebook = readNotebook(join(projectRoot, 'notebooks', `${name}.ipynb`));
      const kernel = await startKernel({}, { kernelspec: folder, transport: 'tcp' });
      const pictures = notebook.cells.flatMap(({ outputs = [] }) =>
        outputs.filter((output) => output.output_type === 'display_data' && 'image/png' in output.data),
      );
      let figures = 0;
      try {
        for (const cell of notebook.cells) {
          if (cell.cell_type !== 'code') continue;
          const errors: string[] = [];
          const { status } = await kernel.execute(joinLines(cell.source), ({ header, content }) => {
            if (header.msg_type === 'error') errors.push(`${content.ename}: ${content.evalue}`);
            if (header.msg_type === 'display_data' && PLOTLY in content.data) figures++;
          });
          expect(errors).toEqual([]);
          expect(status).toBe('ok');
        }
        await kernel.info(); // what is still on its way arrives before this answer
        expect(figures).toBe(pictures.length);
      } finally {
        await kernel.close({ force: true });
      }
    },
    300_000,
  );
});
