/** An ablation in words: what each variant makes of the loss of one of them, and whether that can be told from chance. */

import { requireOneOf } from '../../src/checks.js';
import { finalLosses } from '../../src/evaluation/budget.js';
import { comparePair, type Outcome } from '../../src/evaluation/comparison.js';
import { tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import { rankedText } from '../../src/evaluation/ranking.js';
import { Stream } from '../../src/random/stream.js';
import type { ExperimentResults } from '../results/results.js';
import { areResults, type DrawnResults, type DrawnRun } from './drawn-methods.js';
import { lowestFirst } from './lowest-first.js';
import { pairBetween } from './statistics.js';

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 5; // any number would do

type SeededRun = DrawnRun & { readonly seed: number };

/** Stored results; cut to their first steps they have no statistics, and nothing is judged. */
type JudgedResults = DrawnResults & Partial<Pick<ExperimentResults, 'statistics' | 'seeds'>>;

/**
 * Each method's last median loss over that of the reference; then, by the intervals over seeds, which methods are better
 * and which worse. @throws if there is no such method.
 */
export function againstReference(drawable: readonly SeededRun[] | JudgedResults, reference: string): string {
  const ranked = lowestFirst(drawable);
  const names = ranked.map(({ method }) => method);
  requireOneOf('againstReference', 'reference', reference, names);
  const own = ranked.find(({ method }) => method === reference)!;
  const all = areResults(drawable)
    ? drawable.methods.map(({ name }) => name)
    : drawable.map(({ method }) => method);
  const others = [...new Set(all)].filter((method) => method !== reference);
  const shares = others.map((name) => {
    const { median, diverged, runs: count } = ranked.find(({ method }) => method === name)!;
    const share =
      Number.isNaN(median) || Number.isNaN(own.median) ? 'no median' : share2(median / own.median);
    return `‘${name}’ ${share}${diverged > 0 ? ` (diverged ${diverged} of ${count})` : ''}`;
  });
  const judged = areResults(drawable)
    ? judgedResults(drawable, reference, others)
    : judgedRuns(drawable, reference, others);
  return (
    `Last median loss, ‘${reference}’ ${rankedText(own)}; the others in multiples of it: ${shares.join(', ')}. ` +
    `Lowest: ${names[0]}.${judged}`
  );
}

function judgedRuns(runs: readonly SeededRun[], reference: string, others: readonly string[]): string {
  const losses = finalLosses(runs);
  const lossesOf = (name: string) => losses.find(({ method }) => method === name)!;
  const stream = Stream.fromSeed(BOOTSTRAP_SEED);
  const outcome = (name: string) => comparePair(lossesOf(name), lossesOf(reference), { stream }).outcome;
  return judgement(others, outcome, new Set(runs.map(({ seed }) => seed)).size);
}

function judgedResults(
  { statistics, seeds = [] }: JudgedResults,
  reference: string,
  others: readonly string[],
): string {
  if (!statistics) return '';
  const outcome = (name: string) => pairBetween(statistics.atTheEnd, name, reference)?.outcome ?? 'open';
  return judgement(others, outcome, seeds.length);
}

function judgement(others: readonly string[], outcomeOf: (name: string) => Outcome, seeds: number): string {
  const outcomes = others.map((name) => ({ name, outcome: outcomeOf(name) }));
  const list = (outcome: Outcome) =>
    outcomes
      .filter((one) => one.outcome === outcome)
      .map(({ name }) => name)
      .join(', ') || 'none';
  return outcomes.some(({ outcome }) => outcome === 'too few seeds')
    ? ` Which differences outlast a change of the training seed cannot be said: ${tooFewSeeds(seeds)}.`
    : ` Task by task over ${seeds} seeds, better: ${list('won')}; worse: ${list('lost')}; open: ${list('open')}.`;
}

function share2(value: number): string {
  return value >= 100 || value < 0.01 ? value.toExponential(0) : String(Number(value.toPrecision(2)));
}
