/** `orbit-l2o list`: what there is to run. */

import type { Command } from 'commander';

export function addList(program: Command): void {
  program
    .command('list')
    .description('list experiments, their methods, and task families')
    .action(async () => {
      const { experiments } = await import('../experiments/registry.js');
      const { familyNames } = await import('../optimizees/families.js');
      const { paperMethods } = await import('../metaoptimizer/methods.js');
      console.log('Experiments (orbit-l2o reproduce --figure N, or --experiment ID):');
      for (const { id, title, methods } of experiments()) {
        console.log(`  ${id}: ${title}\n    methods: ${methods.join(', ')}`);
      }
      console.log(`Families (orbit-l2o train --family NAME): ${familyNames.join(', ')}`);
      console.log(
        `Methods (orbit-l2o train --method NAME): ${paperMethods.map(({ name }) => name).join(', ')}`,
      );
    });
}
