/** Seconds a figure takes, as the command line runs it: one worker against two. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './measure.js';

const EXPERIMENTS = ['figure-3', 'figure-4', 'figure-5', 'figure-6', 'figure-7'];
/** One for each worker. */
const SEEDS = 2;

export function figures(): void {
  const rows = [[`seconds for ${SEEDS} seeds`, '1 worker', '2 workers', 'ratio']];
  for (const experiment of EXPERIMENTS) {
    const [one, two] = [1, 2].map((jobs) => seconds(experiment, jobs));
    rows.push([experiment, one.toFixed(1), two.toFixed(1), `${(one / two).toFixed(2)}×`]);
  }
  print(rows);
}

function seconds(experiment: string, jobs: number): number {
  const cli = fileURLToPath(new URL('../tools/cli/main.js', import.meta.url)); // both lie in dist
  const folder = mkdtempSync(join(tmpdir(), 'orbit-l2o-bench-'));
  const options = ['--experiment', experiment, '--seeds', String(SEEDS), '--jobs', String(jobs)];
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [cli, 'reproduce', ...options, '--no-figures', '--out', folder],
    { encoding: 'utf8' },
  );
  const elapsed = (performance.now() - started) / 1000;
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`reproduce ${options.join(' ')} failed: ${stderr}`);
  return elapsed;
}
