/** `orbit-l2o site`: the stored notebooks and results as a static site. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '../../src/node/project-root.js';
import { requireRepository } from './needs.js';
import { outOption } from './options.js';

export function addSite(program: Command): void {
  program
    .command('site')
    .description('make a static site of the stored notebooks and results, without running anything')
    .addOption(outOption('out/site'))
    .action(async ({ out }: { out: string }) => {
      requireRepository('site');
      const { writeSite } = await import('../pages/write-site.js');
      const run = join(projectRoot, 'out', 'notebooks');
      const { page, withoutOutputs } = await writeSite({ root: projectRoot, run, out });
      if (withoutOutputs.length > 0) {
        console.error(`Without outputs, until npm start has run: ${withoutOutputs.join(', ')}`);
      }
      console.log(`Site: ${page}`);
    });
}
