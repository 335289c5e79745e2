/** An ablation in words: what each variant makes of the loss of one of them, and whether that can be told from chance. */

import { requireOneOf } from '../../src/checks.js';
import { finalLosses } from '../../src/evaluation/budget.js';
import { comparePair, type Outcome } from '../../src/evaluation/comparison.js';
import { tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import { rankedText, rankMethods } from '../../src/evaluation/ranking.js';
import { Stream } from '../../src/random/stream.js';
import type { DrawnRun } from './curves.js';

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 5; // any number would do

/**
 * Each method's last median loss over that of the reference; then, by the intervals over seeds, which methods are better
 * and which worse. @throws if there is no such method.
 */
export function againstReference(
  runs: readonly (DrawnRun & { readonly seed: number })[],
  reference: string,
): string {
  const ranked = rankMethods(runs);
  const names = ranked.map(({ method }) => method);
  requireOneOf('againstReference', 'reference', reference, names);
  const own = ranked.find(({ method }) => method === reference)!;
  const others = [...new Set(runs.map(({ method }) => method))].filter((method) => method !== reference);
  const shares = others.map((name) => {
    const { median, diverged, runs: all } = ranked.find(({ method }) => method === name)!;
    const share =
      Number.isNaN(median) || Number.isNaN(own.median) ? 'no median' : share2(median / own.median);
    return `‘${name}’ ${share}${diverged > 0 ? ` (diverged ${diverged} of ${all})` : ''}`;
  });
  const losses = finalLosses(runs);
  const lossesOf = (name: string) => losses.find(({ method }) => method === name)!;
  const stream = Stream.fromSeed(BOOTSTRAP_SEED);
  const outcomes = others.map((name) => ({
    name,
    outcome: comparePair(lossesOf(name), lossesOf(reference), { stream }).outcome,
  }));
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  const list = (outcome: Outcome) =>
    outcomes
      .filter((one) => one.outcome === outcome)
      .map(({ name }) => name)
      .join(', ') || 'none';
  const judged = outcomes.some(({ outcome }) => outcome === 'too few seeds')
    ? `Which differences outlast a change of the training seed cannot be said: ${tooFewSeeds(seeds)}.`
    : `Task by task over ${seeds} seeds, better: ${list('won')}; worse: ${list('lost')}; open: ${list('open')}.`;
  return (
    `Last median loss, ‘${reference}’ ${rankedText(own)}; the others in multiples of it: ${shares.join(', ')}. ` +
    `Lowest: ${names[0]}. ${judged}`
  );
}

function share2(value: number): string {
  return value >= 100 || value < 0.01 ? value.toExponential(0) : String(Number(value.toPrecision(2)));
}
