/** `orbit-l2o list`: what there is to run. */

import type { Command } from 'commander';
import type { Experiment } from '../../experiments/experiment.js';

export function addList(program: Command): void {
  program
    .command('list')
    .description('list experiments, their methods, and task families')
    .action(async () => {
      const { experiments, figureNames, groups, isAblation } = await import('../../experiments/registry.js');
      const { trainableFamilies } = await import('../../experiments/trainable.js');
      console.log('orbit-l2o reproduce                              Figures 3 to 7 and the mixed family');
      for (const name of figureNames) {
        console.log(`\norbit-l2o reproduce --figure ${name}`);
        print(experiments.filter(({ figure }) => figure === name));
      }
      console.log('\norbit-l2o reproduce --experiment ablations');
      print(experiments.filter(isAblation));
      console.log(
        '\norbit-l2o reproduce --experiment estimators-rosenbrock-varied estimators-mixed estimators-figure-7',
      );
      print(experiments.filter((one) => !one.figure && !one.group && !isAblation(one)));
      for (const name of groups) {
        const own = experiments.filter(({ group }) => group === name);
        console.log(`\norbit-l2o reproduce --experiment ${name}`);
        console.log(`  ${own[0].id} … ${own.at(-1)!.id}: ${own.length} families of tasks`);
        console.log(`    methods: ${own[0].methods.map((method) => method.name).join('; ')}`);
      }
      console.log(`
orbit-l2o reproduce --experiment ID              one of these experiments
orbit-l2o reproduce --experiment all             everything, figures and ablations

orbit-l2o train --family NAME --method NAME`);
      for (const { name, methods } of trainableFamilies) {
        console.log(`  ${name}\n    methods: ${methods.map((method) => method.name).join('; ')}`);
      }
      console.log(
        '  idx, with --images FILE --labels FILE: a classifier of your own images\n    methods: as for spirals',
      );
    });
}

/** Names hold commas, so semicolons part them. */
function print(experiments: readonly Experiment[]): void {
  for (const { id, title, methods } of experiments) {
    console.log(`  ${id}: ${title}\n    methods: ${methods.map(({ name }) => name).join('; ')}`);
  }
}
