/** `orbit-l2o verify`: runs a seed of each experiment anew and compares it with `results/`. */

import type { Command } from 'commander';
import type { Verified } from '../../experiments/results/verify.js';
import { refuse } from '../../src/checks.js';
import { requireRepository } from './needs.js';
import { jobsOf, jobsOption, wholeNumber } from './options.js';
import { INTERRUPTED } from './run-program.js';

interface VerifyArguments {
  readonly experiment: readonly string[];
  readonly seeds: readonly string[];
  readonly jobs: string;
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'run seeds of experiments anew and compare them with results/: every byte on the same kind of machine, else by rank; ' +
        'exits 1 on a difference',
    )
    .option('--experiment <ids...>', "experiments by id (see `list`), 'ablations', 'question-3' or 'all'", [
      'all',
    ])
    .option('--seeds <numbers...>', 'which of the stored seeds', ['1'])
    .addOption(jobsOption('worker threads'))
    .action(async (options: VerifyArguments) => {
      process.exitCode = await runVerify(options);
    });
}

async function runVerify(options: VerifyArguments): Promise<number> {
  const seeds = options.seeds.map((seed) => wholeNumber('verify', 'seeds', seed));
  const jobs = jobsOf('verify', options.jobs);
  const { experimentsNamed } = await import('../../experiments/registry.js');
  const experiments = experimentsNamed(options.experiment);
  requireRepository('verify');
  const { readResults, STORED_RESULTS } = await import('../../experiments/results/read-results.js');
  const stored =
    readResults() ??
    refuse('verify', `${STORED_RESULTS} must hold results (npm run results makes them)`, 'none');
  const { machineDifferences, verify } = await import('../../experiments/results/verify.js');
  const { withProgress } = await import('./progress-bar.js');
  const { withInterrupt } = await import('./interrupt.js');

  const differences = machineDifferences(stored.provenance);
  console.log(
    differences.length === 0
      ? 'The same kind of machine as that of the results: every byte must be the same.'
      : `Another machine than that of the results (${differences.join('; ')}): where bytes differ, ranks decide.`,
  );
  return withInterrupt(async (signal) => {
    const onVerified = (one: Verified) => console.log(verifiedText(one));
    const verified = await withProgress('runs', (onProgress) =>
      verify({ stored, experiments, seeds, jobs, signal, onVerified, onProgress }),
    );
    if (verified === undefined) {
      console.error('Interrupted.');
      return INTERRUPTED;
    }
    const count = (outcome: Verified['outcome']) => verified.filter((one) => one.outcome === outcome).length;
    console.log(
      `${verified.length} experiments: ${count('same')} the same, ${count('alike')} alike by rank, ${count('differs')} different`,
    );
    return count('differs') === 0 ? 0 : 1;
  });
}

/** A line an experiment, and a line more a run that differs. */
export function verifiedText({ experiment, compared, outcome }: Verified): string {
  const same = compared.filter((one) => one.same).length;
  const words = { same: 'the same bytes', alike: 'other bytes, alike by rank', differs: 'DIFFERENT' };
  const others = compared
    .filter((one) => !one.same)
    .map(({ unit, rank: { rank, of, outside } }) => {
      const far = outside > 0 ? `, outside by ${outside.toFixed(2)} of their range` : '';
      return `\n  ${unit.method}, seed ${unit.seed}: rank ${rank} among ${of}${far}`;
    });
  return `${experiment}: ${words[outcome]} (${same} of ${compared.length} runs equal)${others.join('')}`;
}
