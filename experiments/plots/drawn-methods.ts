/**
 * What figures and tables of an experiment read: runs, or the stored results of ten seeds. Both become the same shape, so
 * that one function draws both.
 */

import { refuse, requireOneOf } from '../../src/checks.js';
import { isFinitePoint, type Point } from '../../src/display/bands.js';
import { type SummaryOptions, summarise, summariseSteps } from '../../src/evaluation/statistics.js';
import type { Run } from '../experiment.js';
import type { Bands, ExperimentResults } from '../results/results.js';

/** What the figures here read of a run. */
export type DrawnRun = Pick<Run, 'method' | 'evaluation'>;

/** What they read of stored results. */
export type DrawnResults = Pick<ExperimentResults, 'methods'>;

/** Runs, or stored results. */
export type Drawable = readonly DrawnRun[] | DrawnResults;

/** A line with its band. */
export interface Band {
  readonly line: readonly Point[];
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

/** A method over all its tasks and seeds; bands are medians and quartiles by step. */
export interface DrawnMethod {
  readonly name: string;
  readonly losses: Band;
  readonly gradientNorms: Band;
  /** Median cost up to each step, in gradients. */
  readonly evaluations: readonly Point[];
  readonly diverged: number;
  /** Trajectories that have not diverged by a step. */
  readonly counts: readonly number[];
  /** Tasks × seeds. */
  readonly trajectories: number;
}

/** Whether these are stored results. */
export function areResults(drawable: Drawable): drawable is DrawnResults {
  return 'methods' in drawable;
}

/** What was made of runs, as long as these are in use: all figures of an experiment are drawn from the same ones. */
const known = new WeakMap<Drawable, readonly DrawnMethod[]>();

/** The methods in the order in which they first come. */
export function drawnMethods(drawable: Drawable): readonly DrawnMethod[] {
  if (areResults(drawable)) return drawable.methods.map(ofResults);
  const made = known.get(drawable) ?? byMethod(drawable).map(([name, runs]) => ofRuns(name, runs));
  known.set(drawable, made);
  return made;
}

function ofResults({
  name,
  losses,
  gradientNorms,
  evaluations,
}: ExperimentResults['methods'][number]): DrawnMethod {
  const band = ({ lower, median, upper }: Bands): Band => ({ line: median, low: lower, high: upper });
  const trajectories = losses.count[0];
  const diverged = trajectories - losses.count[losses.count.length - 1];
  return {
    name,
    losses: band(losses),
    gradientNorms: band(gradientNorms),
    evaluations,
    diverged,
    counts: losses.count,
    trajectories,
  };
}

function ofRuns(name: string, runs: readonly DrawnRun[]): DrawnMethod {
  const rows = (pick: (evaluation: DrawnRun['evaluation']) => readonly (readonly Point[])[]) =>
    runs.flatMap(({ evaluation }) => pick(evaluation));
  const costs = rows(({ evaluations }) => evaluations);
  const left = { missing: 'left out' } as const;
  return {
    name,
    losses: medianBand(rows(({ losses }) => losses)),
    gradientNorms: medianBand(rows(({ gradientNorms }) => gradientNorms)),
    evaluations: costs[0].map(
      (_, t) =>
        summarise(
          costs.map((row) => row[t]),
          left,
        ).median,
    ),
    diverged: runs.reduce((sum, { evaluation }) => sum + evaluation.divergences.length, 0),
    counts: costs[0].map((_, t) => costs.filter((row) => row[t] !== null).length),
    trajectories: costs.length,
  };
}

/** Runs grouped by method, in the order in which the methods first come. */
export function byMethod<R extends { readonly method: string }>(runs: readonly R[]): [string, R[]][] {
  const groups = new Map<string, R[]>();
  for (const run of runs) groups.set(run.method, [...(groups.get(run.method) ?? []), run]);
  return [...groups];
}

/** Median and quartiles at each step. */
export function medianBand(rows: readonly (readonly Point[])[], options?: SummaryOptions): Band {
  const steps = summariseSteps(rows, options);
  const pick = (name: 'median' | 'q25' | 'q75') => steps.map((step): Point => step[name]);
  return { line: pick('median'), low: pick('q25'), high: pick('q75') };
}

/** A method as the legend of a figure names it: with its diverged runs, where it has any. */
export function legendName({
  name,
  diverged,
  trajectories,
}: Pick<DrawnMethod, 'name' | 'diverged' | 'trajectories'>): string {
  return `${name}${diverged === 0 ? '' : `<br>(${diverged} of ${trajectories} diverged)`}`;
}

/** The median loss of a method after a step; NaN where half of its trajectories or more have diverged. */
export function medianLoss(drawable: Drawable, method: string, step: number): number {
  const methods = drawnMethods(drawable);
  const names = methods.map(({ name }) => name);
  requireOneOf('medianLoss', 'method', method, names);
  const { line } = methods[names.indexOf(method)].losses;
  if (!(step in line)) refuse('medianLoss', `step must be 0 to ${line.length - 1}`, step);
  return isFinitePoint(line[step]) ? line[step] : Number.NaN;
}

/** Whose numbers these are: for captions and sentences. */
export function seedsText(drawable: Pick<ExperimentResults, 'seeds'> | readonly Pick<Run, 'seed'>[]): string {
  if ('seeds' in drawable) return `${drawable.seeds.length} training seeds, stored in results/`;
  const seeds = [...new Set(drawable.map(({ seed }) => seed))];
  return seeds.length === 1
    ? `training seed ${seeds[0]} alone, trained here`
    : `training seeds ${seeds.join(', ')}, trained here`;
}
