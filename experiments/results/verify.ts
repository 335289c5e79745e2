/** Runs seeds of experiments anew and compares them with what `results/` says of them. */

import { refuse, requireCount } from '../../src/checks.js';
import { type Provenance, provenance } from '../../src/evaluation/provenance.js';
import type { Experiment, Run } from '../experiment.js';
import { experimentById } from '../registry.js';
import { runUnits, type Unit } from '../store/worker-pool.js';
import { work } from '../work.js';
import { areAlike, type Rank, rankAmong } from './rank-test.js';
import type { StoredResults } from './read-results.js';
import type { ResultsProvenance } from './results.js';
import { summariseRun } from './summarise.js';
import { processorName } from './write-results.js';

/** What a comparison of a run found: every number equal, or where the new one ranks among the stored ones. */
export interface Compared {
  readonly unit: Unit;
  readonly same: boolean;
  readonly rank: Rank;
}

/** How an experiment came out. */
export interface Verified {
  readonly experiment: string;
  readonly compared: readonly Compared[];
  /** By bytes: every run is the same; by rank: of another machine, and alike; or neither. */
  readonly outcome: 'same' | 'alike' | 'differs';
}

export interface VerifyOptions {
  readonly stored: StoredResults;
  readonly experiments: readonly Experiment[];
  /** Which of the stored seeds. */
  readonly seeds: readonly number[];
  readonly jobs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, share: number) => void;
  /** Called with each experiment as it is finished. */
  readonly onVerified?: (verified: Verified) => void;
  /** Runs the units; the pool of workers unless told. */
  readonly run?: typeof runUnits;
}

/** What this machine has other than the one of the results, such as 'Node v20, not v22': then bytes may differ. */
export function machineDifferences(
  stored: ResultsProvenance,
  own: Provenance & { readonly processor: string } = { ...provenance(), processor: processorName() },
): string[] {
  const named = { node: 'Node', platform: 'platform', backend: 'kernels', processor: 'processor' } as const;
  return (Object.keys(named) as (keyof typeof named)[])
    .filter((name) => own[name] !== stored[name])
    .map((name) => `${named[name]} ${own[name]}, not ${stored[name]}`);
}

/** @throws on a seed that is not stored. Undefined if it was interrupted. */
export async function verify(options: VerifyOptions): Promise<readonly Verified[] | undefined> {
  const { stored, experiments, seeds, jobs, signal, onProgress, onVerified, run = runUnits } = options;
  for (const seed of seeds) {
    requireCount('verify', 'seeds', seed);
    if (!stored.provenance.seeds.includes(seed))
      refuse('verify', `seeds must be of ${stored.provenance.seeds.join(', ')}`, seed);
  }
  const units = experiments.flatMap(({ id, methods }) =>
    seeds.flatMap((seed) =>
      methods.map(({ name }): Unit => ({ experiment: id, scale: {}, method: name, seed })),
    ),
  );
  const otherMachine = machineDifferences(stored.provenance).length > 0;
  const found = new Map<string, Compared[]>();
  const verified: Verified[] = [];
  const outcome = await run(units, {
    jobs,
    signal,
    onProgress,
    workOf: ({ experiment, method }) => work(experimentById(experiment), method),
    onRecord: (record, unit) => {
      const { experiment } = unit;
      const compared = [...(found.get(experiment) ?? []), compare(stored, record, unit)];
      found.set(experiment, compared);
      if (compared.length < units.filter((one) => one.experiment === experiment).length) return;
      const one = { experiment, compared, outcome: outcomeOf(compared, otherMachine) };
      verified.push(one);
      onVerified?.(one);
    },
  });
  return outcome === 'done' ? verified : undefined;
}

function compare(stored: StoredResults, run: Run, unit: Unit): Compared {
  const own = summariseRun(run);
  const { methods } = stored.experiments.find(({ id }) => id === unit.experiment)!;
  const { runs } = methods.find(({ name }) => name === unit.method)!;
  const median = ({ lastLosses }: Pick<typeof own, 'lastLosses'>) => lastLosses[2];
  return {
    unit,
    same: runs.some(({ seed, digest }) => seed === unit.seed && digest === own.digest),
    rank: rankAmong(median(own), runs.map(median)),
  };
}

/** On the same kind of machine nothing but the same bytes will do. */
function outcomeOf(compared: readonly Compared[], otherMachine: boolean): Verified['outcome'] {
  if (compared.every(({ same }) => same)) return 'same';
  return otherMachine && areAlike(compared.map(({ rank }) => rank)) ? 'alike' : 'differs';
}
