/** `orbit-l2o reproduce`: runs the paper's experiments and leaves results, figures and the claims page in a folder. */

import { type Command, Option } from 'commander';
import type { Experiment, Scale } from '../../experiments/experiment.js';
import { RESULTS_FOLDER } from '../../experiments/store/finished-runs.js';
import { DRAWING, requirePackages } from './needs.js';
import { jobsOption, outOption, wholeNumber } from './options.js';
import { INTERRUPTED } from './run-program.js';

interface ReproduceArguments {
  readonly figure?: readonly string[];
  readonly experiment?: readonly string[];
  readonly seeds: string;
  readonly out: string;
  readonly jobs: string;
  readonly trajectories?: string;
  readonly tasks?: string;
  readonly hidden?: string;
  readonly figures: boolean;
}

/** Each seed is a run of every method; the units of far more would fill the memory before the first has begun. */
const MOST_SEEDS = 10_000;
/** A thread each. */
const MOST_JOBS = 1000;

export function addReproduce(program: Command): void {
  program
    .command('reproduce')
    .description(
      'run experiments over methods and seeds; an interrupted run is taken up again by the same command',
    )
    .addOption(
      new Option(
        '--figure <numbers...>',
        "the paper's figures, 3 to 7, 'mixed', the family it describes beside them, or 'all' of these (the default)",
      ),
    )
    .addOption(
      new Option(
        '--experiment <ids...>',
        "instead, experiments by id (see `list`), all 'ablations', all of 'question-3', or 'all' there is",
      ).conflicts('figure'),
    )
    .addOption(new Option('--seeds <number>', 'training seeds, from 1 on').default('10'))
    .addOption(outOption(RESULTS_FOLDER))
    .addOption(jobsOption('worker threads'))
    .addOption(new Option('--trajectories <number>', 'a quick look: this many outer steps of meta-training'))
    .addOption(new Option('--tasks <number>', 'a quick look: this many test tasks'))
    .addOption(new Option('--hidden <number>', 'a quick look: this hidden size of the meta-optimizers'))
    .addOption(new Option('--no-figures', 'leave results alone, without figures and page'))
    .action(async (options: ReproduceArguments) => {
      process.exitCode = await runReproduce(options);
    });
}

async function runReproduce(options: ReproduceArguments): Promise<number> {
  const optional = (name: 'trajectories' | 'tasks' | 'hidden') =>
    options[name] === undefined ? {} : { [name]: wholeNumber('reproduce', name, options[name]) };
  const seeds = wholeNumber('reproduce', 'seeds', options.seeds, { most: MOST_SEEDS });
  const jobs = wholeNumber('reproduce', 'jobs', options.jobs, { most: MOST_JOBS });
  const scale: Scale = { ...optional('trajectories'), ...optional('tasks'), ...optional('hidden') };
  const experiments = await chosen(options);
  if (options.figures) requirePackages('reproduce', DRAWING, '--no-figures');
  const { writableFolder } = await import('../../src/node/files.js');
  const folder = writableFolder('reproduce', '--out', options.out);
  const { reproduce } = await import('../../experiments/store/reproduce.js');
  const { commandProgress } = await import('./progress-bar.js');
  const { withInterrupt } = await import('./interrupt.js');
  const { lockFolder } = await import('./lock-folder.js');

  const unlock = lockFolder('reproduce', folder);
  try {
    return await withInterrupt(async (signal) => {
      let progress: ReturnType<typeof commandProgress> | undefined;
      const started = performance.now();
      const { outcome, asked, found, done } = await reproduce({
        experiments,
        seeds,
        folder,
        jobs,
        scale,
        signal,
        onMessage: (message) => console.error(message),
        onProgress: (now, total, share) => {
          progress ??= commandProgress('runs', total, Math.floor(now));
          progress.update(now, share);
        },
      }).finally(() => progress?.stop());
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${done} runs done in ${seconds} s, ${found} found done, of ${asked}: ${folder}`);
      if (outcome === 'interrupted') {
        console.error('Interrupted. What is finished is kept; the same command goes on from there.');
        return INTERRUPTED;
      }
      if (!options.figures) return 0;
      const { writeReport } = await import('../pages/write-report.js');
      const page = await writeReport(folder, {
        seeds: new Map(experiments.map(({ id }) => [id, seeds])),
        signal,
        onMessage: (message) => console.error(message),
      });
      if (page === undefined) {
        console.error('Interrupted. All runs are kept; the same command draws the figures.');
        return INTERRUPTED;
      }
      console.log(`Figures and claims: ${page}`);
      return 0;
    });
  } finally {
    unlock();
  }
}

async function chosen({ figure, experiment }: ReproduceArguments): Promise<readonly Experiment[]> {
  const { experimentsNamed, experimentsOfFigures } = await import('../../experiments/registry.js');
  return experiment ? experimentsNamed(experiment) : experimentsOfFigures(figure ?? ['all']);
}
