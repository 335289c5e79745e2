/** `orbit-l2o evaluate`: runs a trained meta-optimizer on test tasks it has not seen. */

import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { refuse } from '../checks.js';
import { wholeNumber } from './options.js';

interface EvaluateArguments {
  readonly checkpoint: string;
  readonly family?: string;
  readonly tasks: string;
  readonly steps: string;
  readonly json?: string;
}

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('run a trained meta-optimizer on test tasks')
    .requiredOption('--checkpoint <file>', 'what `train` has left')
    .addOption(
      new Option('--family <name>', 'the family of the test tasks; the one it was trained on unless told'),
    )
    .addOption(new Option('--tasks <number>', 'test tasks').default('200'))
    .addOption(new Option('--steps <number>', 'steps on each').default('12'))
    .addOption(new Option('--json <file>', 'a new file for all losses, gradient norms and costs'))
    .action(runEvaluate);
}

async function runEvaluate(options: EvaluateArguments): Promise<void> {
  const count = wholeNumber('evaluate', 'tasks', options.tasks);
  const steps = wholeNumber('evaluate', 'steps', options.steps);
  const { familyNamed } = await import('../optimizees/families.js');
  if (options.family !== undefined) familyNamed(options.family);
  const { writableFile, writeWhole } = await import('../files.js');
  const json = options.json === undefined ? undefined : writableFile('evaluate', '--json', options.json);
  if (json !== undefined && existsSync(json)) {
    refuse('evaluate', '--json must be a file that is not there yet', options.json);
  }
  const { loadCheckpoint } = await import('../metaoptimizer/checkpoint.js');
  const { description, state, done, family: trainedOn, stream } = loadCheckpoint(options.checkpoint);
  const family = familyNamed(options.family ?? trainedOn.name);
  if (family.dimension !== trainedOn.dimension || family.algebraDimension !== trainedOn.algebraDimension) {
    refuse('evaluate', `--family must have the dimensions of ${trainedOn.name}`, family.name);
  }
  const { learnedOptimizer } = await import('../metaoptimizer/learned-optimizer.js');
  const { evaluate, testTasks } = await import('../evaluation/evaluate.js');
  const { summariseSteps } = await import('../evaluation/statistics.js');
  const { provenance } = await import('../evaluation/provenance.js');
  const { TEST_SEED } = await import('../experiments/two-dimensional.js');
  const { Stream } = await import('../random/stream.js');
  const { formatTable } = await import('../notebook/table-format.js');

  const tasks = testTasks(family, Stream.fromSeed(TEST_SEED).split(family.name), count);
  const evaluation = evaluate(learnedOptimizer(description, state.parameters), tasks, steps);
  const rows = summariseSteps(evaluation.losses).map(({ median, mean, q10, q90, count: finite }, step) => ({
    step,
    'median loss': median,
    'mean loss': mean,
    '10 %': q10,
    '90 %': q90,
    diverged: count - finite,
  }));
  const caption = `${description.name}, trained for ${done} trajectories on ${trainedOn.name} (${stream}), on ${count} tasks of ${family.name}`;
  console.log(formatTable(rows, { caption }).text);
  if (json === undefined) return;
  const result = { checkpoint: { description, done, family: trainedOn, stream }, family: family.name };
  writeWhole(json, `${JSON.stringify({ ...result, evaluation, provenance: provenance() })}\n`);
  console.log(`All numbers: ${json}`);
}
