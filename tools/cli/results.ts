/** `orbit-l2o results`: writes `results/`, and what README and pages say of it. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { RESULTS_FOLDER } from '../../experiments/store/results-folder.js';
import { refuse } from '../../src/checks.js';
import { DRAWING, requirePackages, requireRepository } from './needs.js';
import { jobsOf, jobsOption } from './options.js';
import { INTERRUPTED } from './run-program.js';

interface ResultsArguments {
  readonly runs?: string;
  readonly code?: string;
  readonly redraw?: true;
  readonly jobs: string;
}

/** The seeds that results are made of. */
const SEEDS = 10;

export function addResults(program: Command): void {
  program
    .command('results')
    .description(
      `write results/ from all experiments at ${SEEDS} seeds, with its pictures, and the tables of README and docs`,
    )
    .option(
      '--runs <folder>',
      `finished runs of \`reproduce --experiment all --seeds ${SEEDS}\`; unless told ${RESULTS_FOLDER}, where missing ones are made`,
    )
    .option(
      '--code <digests>',
      'with --runs: take runs of the code of this digest, or of these with commas between, and say so; verify afterwards',
    )
    .option('--redraw', 'pictures and tables alone, from the results that are there')
    .addOption(jobsOption('worker threads'))
    .action(async (options: ResultsArguments) => {
      process.exitCode = await runResults(options);
    });
}

async function runResults({ runs, code, redraw, jobs: jobsText }: ResultsArguments): Promise<number> {
  const jobs = jobsOf('results', jobsText);
  if (code !== undefined && runs === undefined) refuse('results', '--code must come with --runs', code);
  requireRepository('results');
  requirePackages('results', DRAWING, 'an install of the repository');
  const { projectRoot } = await import('../../src/node/project-root.js');
  const { writeWhole } = await import('../../src/node/files.js');
  const { withInterrupt } = await import('./interrupt.js');
  return withInterrupt(async (signal) => {
    if (!redraw) {
      const folder = runs ?? join(projectRoot, RESULTS_FOLDER);
      const outcome =
        runs === undefined && (await makeRuns(folder, jobs, signal)) === 'interrupted'
          ? 'interrupted'
          : await write(folder, code, signal);
      if (outcome === 'interrupted') {
        console.error('Interrupted. All runs are kept; the same command goes on from there.');
        return INTERRUPTED;
      }
    }
    const { readResults, STORED_RESULTS } = await import('../../experiments/results/read-results.js');
    const stored =
      readResults() ?? refuse('results', `${STORED_RESULTS} must hold results to redraw`, 'none');
    const { claimsMarkdown } = await import('../pages/claims-text.js');
    writeWhole(join(STORED_RESULTS, 'claims.md'), claimsMarkdown(stored.claims, stored.provenance));
    const { writeResultsFigures } = await import('../pages/results-figures.js');
    await writeResultsFigures(STORED_RESULTS, stored.experiments);
    const { fillPages } = await import('../pages/results-pages.js');
    const filled = fillPages(projectRoot, stored);
    console.log(`Results: ${STORED_RESULTS}. Written from them: ${filled.join(', ')}`);
    return 0;
  });
}

/** All runs that are missing. */
async function makeRuns(folder: string, jobs: number, signal: AbortSignal): Promise<'done' | 'interrupted'> {
  const { experiments } = await import('../../experiments/registry.js');
  const { reproduce } = await import('../../experiments/store/reproduce.js');
  const { writableFolder } = await import('../../src/node/files.js');
  const { lockFolder } = await import('./lock-folder.js');
  const { withProgress } = await import('./progress-bar.js');
  const unlock = lockFolder('results', writableFolder('results', 'the folder of runs', folder));
  const onMessage = (message: string) => console.error(message);
  try {
    const { outcome } = await withProgress('runs', (onProgress) =>
      reproduce({ experiments, seeds: SEEDS, folder, jobs, signal, onMessage, onProgress }),
    );
    return outcome;
  } finally {
    unlock();
  }
}

async function write(
  folder: string,
  code: string | undefined,
  signal: AbortSignal,
): Promise<'done' | 'interrupted'> {
  const { STORED_RESULTS } = await import('../../experiments/results/read-results.js');
  const { writeResults } = await import('../../experiments/results/write-results.js');
  const { withProgress } = await import('./progress-bar.js');
  return withProgress('parts', (onProgress) =>
    writeResults(STORED_RESULTS, { runs: folder, seeds: SEEDS, code, signal, onProgress }),
  );
}
