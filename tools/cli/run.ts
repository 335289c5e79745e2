/** `orbit-l2o run FILE`: an experiment of one's own the whole road, and what its trainings have to say when they do not learn. */

import { type Command, Option } from 'commander';
import type { Experiment } from '../../experiments/experiment.js';
import { DRAWING, requirePackages } from './needs.js';
import { jobsOf, jobsOption, seedsOf } from './options.js';
import {
  drawReport,
  noFiguresOption,
  runInto,
  type ScaleArguments,
  scaleOf,
  scaleOptions,
} from './run-into.js';

interface RunArguments extends ScaleArguments {
  readonly seeds: string;
  readonly out?: string;
  readonly jobs: string;
  readonly figures: boolean;
}

export function addRun(program: Command): void {
  const command = program
    .command('run')
    .description(
      'run an experiment of your own, a .ts or .js file (see `new`); interrupted, the same command goes on',
    )
    .argument('<file>', 'a file with `export default experiment({ family, methods, … })`')
    .addOption(new Option('--seeds <number>', 'training seeds, from 1 on').default('3'))
    .addOption(new Option('--out <folder>', 'where the results go').default(undefined, 'out/NAME'))
    .addOption(jobsOption('worker threads'));
  for (const option of scaleOptions()) command.addOption(option);
  command.addOption(noFiguresOption()).action(async (file: string, options: RunArguments) => {
    process.exitCode = await runRun(file, options);
  });
}

async function runRun(file: string, options: RunArguments): Promise<number> {
  const scale = scaleOf('run', options);
  const seeds = seedsOf('run', options.seeds);
  const jobs = jobsOf('run', options.jobs);
  if (options.figures) requirePackages('run', DRAWING, '--no-figures');
  const { loadExperiment } = await import('../../experiments/own/load.js');
  const own = await loadExperiment(file, undefined, 'run');
  const { writableFolder } = await import('../../src/node/files.js');
  const folder = writableFolder('run', '--out', options.out ?? `out/${own.id}`);
  return runInto('run', folder, { experiments: [own], file, seeds, jobs, scale }, async (signal) => {
    await printFindings(own, folder, seeds);
    if (!options.figures) return 0;
    return drawReport(folder, 'statistics', { seeds: new Map([[own.id, seeds]]), own, jobs, signal });
  });
}

/**
 * What the diagnoses of all trainings say, method by method; a finding of several seeds once, with how many have it. A training in which
 * nothing is wrong may still learn less than a classical method can do: that one is named.
 */
async function printFindings(own: Experiment, folder: string, seeds: number): Promise<void> {
  const { id, methods } = own;
  const { keptDiagnosis } = await import('../../experiments/store/keep-training.js');
  const { courseText, sumOfCourses } = await import('../../src/metaoptimizer/diagnosis/report.js');
  const { finishedRuns } = await import('../../experiments/store/finished-runs.js');
  const { rankMethods, rankedText } = await import('../../src/evaluation/ranking.js');
  const ranked = rankMethods(finishedRuns(folder, own, { seeds })?.runs ?? []);
  const kinds = new Map(methods.map(({ name, kind }) => [name, kind]));
  const best = ranked.find(({ method }) => kinds.get(method) === 'baseline');
  for (const { name, kind } of methods) {
    if (kind !== 'learned') continue;
    const diagnoses = Array.from({ length: seeds }, (_, i) =>
      keptDiagnosis(folder, { experiment: id, method: name, seed: i + 1 }),
    );
    const found = new Map<string, { text: string; count: number }>();
    for (const { name: kindOfFinding, problem, remedy } of diagnoses.flatMap(({ findings }) => findings)) {
      const before = found.get(kindOfFinding) ?? { text: `${problem}. Remedy: ${remedy}`, count: 0 };
      found.set(kindOfFinding, { ...before, count: before.count + 1 });
    }
    console.log(
      `${name}: ${courseText(sumOfCourses(diagnoses))}${found.size === 0 ? '; nothing wrong was found in its training' : ''}`,
    );
    const place = ranked.findIndex(({ method }) => method === name);
    if (best && place > ranked.indexOf(best)) {
      const [its, theirs] = [ranked[place], best].map(rankedText);
      console.log(`  ${best.method} ends lower: median of the last losses ${theirs}, against ${its}`);
    }
    for (const { text, count } of found.values())
      console.log(`  ${text}${seeds > 1 ? ` (${count} of ${seeds} seeds)` : ''}`);
  }
}
