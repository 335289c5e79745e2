/** The options of `npm run bench`. */

import { Command } from 'commander';
import { BadInput } from 'orbit-l2o';

/** What can be measured, in the order in which it is: memory first, in a process that has done nothing else. */
export const PARTS = [
  'memory',
  'trajectories',
  'figures',
  'growth',
  'pairs',
  'import',
  'kernels',
  'tensors',
] as const;

export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  /** All of them unless some are named. */
  readonly parts: readonly Part[];
  /** Further Node binaries for the trajectories. */
  readonly nodes: readonly string[];
}

/** @throws BadInput on an unknown part or option, or on `--node` without trajectories. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const program = new Command('bench')
    .argument('[parts...]', `what to measure: ${PARTS.join(', ')}; all of it by default`)
    .option('--node <paths...>', 'further Node binaries, put beside this one in the trajectories')
    .configureOutput({ outputError: () => {} })
    .exitOverride((error) => {
      if (error.exitCode === 0) process.exit(); // --help
      throw new BadInput(`bench: ${error.message.replace(/^error: /, '')}`);
    });
  program.parse([...args], { from: 'user' });
  const parts = program.args.length > 0 ? program.args.map(requirePart) : PARTS;
  const { node: nodes = [] } = program.opts<{ node?: string[] }>();
  if (nodes.length > 0 && !parts.includes('trajectories')) {
    throw new BadInput(`bench: --node goes with trajectories, got ${parts.join(' ')}`);
  }
  return { parts: PARTS.filter((part) => parts.includes(part)), nodes };
}

function requirePart(name: string): Part {
  const part = PARTS.find((one) => one === name);
  if (!part) throw new BadInput(`bench: a part must be one of ${PARTS.join(', ')}, got ${name}`);
  return part;
}
