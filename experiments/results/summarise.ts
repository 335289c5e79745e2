/** From the runs of an experiment to its {@link ExperimentResults}. */

import { createHash } from 'node:crypto';
import { quantileSorted } from 'simple-statistics';
import { summariseSteps } from '../../src/evaluation/statistics.js';
import { configuration } from '../configuration.js';
import type { Experiment, Run } from '../experiment.js';
import { byMethod } from '../plots/drawn-methods.js';
import { pairStatistics } from '../plots/statistics.js';
import { familyRow } from '../question-3/family-row.js';
import { QUESTION_3 } from '../question-3.js';
import { harmfulShare, medianLogFactor } from '../teleport-harm.js';
import type { Bands, ExperimentResults, MethodResults, RunSummary } from './results.js';

/** Everything that README, pages and notebooks need of the runs. */
export function experimentResults(experiment: Experiment, runs: readonly Run[]): ExperimentResults {
  const { id, title, figure, family, group } = experiment;
  const whole = group === undefined;
  return {
    id,
    title,
    ...(figure !== undefined && { figure }),
    family: family.name,
    configuration: configurationDigest(experiment),
    seeds: [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b),
    methods: byMethod(runs).map(([name, ofMethod]) => methodResults(name, ofMethod, whole)),
    statistics: whole
      ? pairStatistics(id, runs)
      : { experiment: id, atTheEnd: [], budget: null, atTheBudget: [] },
    ...(group === QUESTION_3 && familyRow(experiment, runs)),
  };
}

/** Of everything that defines an experiment. */
export function configurationDigest(experiment: Experiment): string {
  return digest(configuration(experiment));
}

/** Every step, or of one of many families the first and the last. */
function methodResults(name: string, runs: readonly Run[], whole: boolean): MethodResults {
  const rows = (pick: 'losses' | 'gradientNorms' | 'evaluations') =>
    runs.flatMap(({ evaluation }) =>
      whole ? evaluation[pick] : evaluation[pick].map((row) => [row[0], row[row.length - 1]]),
    );
  const evaluations = summariseSteps(rows('evaluations'), { missing: 'left out' });
  const { definition, plotted } = runs[0];
  return {
    name,
    kind: definition.kind,
    losses: bands(rows('losses')),
    gradientNorms: bands(rows('gradientNorms')),
    evaluations: evaluations.map(({ median }) => finite(median)),
    runs: runs.map(summariseRun),
    ...(runs[0].harm && { harm: harmSummary(runs) }),
    ...(plotted && { plotted }),
  };
}

function harmSummary(runs: readonly Run[]): MethodResults['harm'] {
  return {
    shares: runs.map((run) => harmfulShare(run)),
    logFactors: runs.map((run) => medianLogFactor(run)),
  };
}

function bands(rows: readonly (readonly (number | null)[])[]): Bands {
  const steps = summariseSteps(rows);
  return {
    lower: steps.map(({ q25 }) => finite(q25)),
    median: steps.map(({ median }) => finite(median)),
    upper: steps.map(({ q75 }) => finite(q75)),
    count: steps.map(({ count }) => count),
  };
}

/** What is kept of a single run. */
export function summariseRun(run: Run): RunSummary {
  const { seed, evaluation, training } = run;
  const last = evaluation.losses.map((losses) => losses.at(-1) ?? Number.POSITIVE_INFINITY);
  const sorted = last.sort((a, b) => a - b);
  return {
    seed,
    digest: runDigest(run),
    lastLosses: [0, 0.25, 0.5, 0.75, 1].map((p) => finite(quantileSorted(sorted, p))),
    diverged: { test: evaluation.divergences.length, training: training?.diverged ?? 0 },
  };
}

/** Of a run's numbers: where and when it was run is not part of it. */
export function runDigest({ timing: _, provenance: __, ...run }: Run): string {
  return digest(run);
}

/** The first 16 hexadecimal digits of the SHA-256 of plain data as JSON. */
function digest(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
