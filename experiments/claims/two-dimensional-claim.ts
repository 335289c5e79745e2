/**
 * Claim C6: on the two-dimensional families vanilla L2O mostly beats L2O with teleports (Figures 3–6, and the mixed
 * family that the paper describes beside them).
 *
 * Each family gives three comparisons, of vanilla with each of the paper's teleporting methods: the difference of log₁₀
 * of the last loss, paired by test task, averaged per seed, with a 95 % bootstrap interval over seeds, and how often each
 * diverges (`../evaluation/comparison.ts`, which says when a comparison is won, lost or open). A family is *for* vanilla
 * if it wins most of the three, *against* it if it loses most. Verdict:
 *
 *     not yet checked   a family is missing, or there are too few seeds
 *     reproduced        vanilla wins more than half of all comparisons, and no family is against it
 *     not               vanilla loses more comparisons than it wins, or no family is for it
 *     partly            everything else: it depends on the family
 *
 * The number is the share of comparisons that vanilla wins. A mean of the differences would average opposite signs.
 */

import type { Outcome, PairComparison } from '../../src/evaluation/comparison.js';
import { comparisonText, tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import { paperMethods, vanilla } from '../../src/metaoptimizer/methods.js';
import { Stream } from '../../src/random/stream.js';
import type { Claim, Verdict } from './claim.js';
import { compared, count, type RunsOf } from './comparisons.js';

export const TWO_DIMENSIONAL_CLAIM =
  'On the 2-D families vanilla L2O mostly beats L2O with teleportation (Figures 3 to 6)';

/** The experiments of the claim, with the names under which it speaks of their families. */
const FAMILIES: Readonly<Record<string, string>> = {
  'figure-3': 'the fixed ellipse',
  'figure-4': 'varied ellipses',
  'figure-5': 'the fixed Rosenbrock function',
  'figure-6': 'varied Rosenbrock functions',
  mixed: 'the mixed family',
};

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 6; // any number would do

const RIVALS = paperMethods.map(({ name }) => name).filter((name) => name !== vanilla.name);

/** Vanilla (a) against a teleporting method (b) in one experiment. */
interface VanillaComparison extends PairComparison {
  readonly experiment: string;
}

/** Vanilla against each teleporting method in each experiment that has runs of both. */
export function vanillaComparisons(runsOf: RunsOf): readonly VanillaComparison[] {
  const root = Stream.fromSeed(BOOTSTRAP_SEED).split('C6');
  return Object.keys(FAMILIES).flatMap((experiment) => {
    const runs = runsOf(experiment) ?? [];
    return RIVALS.flatMap((rival) =>
      compared(runs, vanilla.name, rival, root.split(experiment)).map((one) => ({ ...one, experiment })),
    );
  });
}

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function twoDimensionalClaim(runsOf: RunsOf): readonly Claim[] {
  const comparisons = vanillaComparisons(runsOf);
  if (comparisons.length === 0) return [];
  const seeds = Math.min(...comparisons.map((comparison) => comparison.seeds));
  const missing = Object.keys(FAMILIES).filter((id) => ofExperiment(comparisons, id).length < RIVALS.length);
  const reasons = [
    ...(missing.length > 0 ? [`Runs of ${missing.join(', ')} are missing.`] : []),
    ...(count(comparisons, 'too few seeds') > 0 ? [`There are ${tooFewSeeds(seeds)}.`] : []),
  ];
  const wins = count(comparisons, 'won');
  const judged = reasons.length === 0;
  return [
    {
      id: 'C6',
      statement: TWO_DIMENSIONAL_CLAIM,
      verdict: judged ? verdictOn(comparisons) : 'not yet checked',
      ...(judged && {
        number: wins / comparisons.length,
        quantity:
          `share of comparisons that vanilla wins: ${wins} of ${comparisons.length} ` +
          `(${Object.keys(FAMILIES).length} families × ${RIVALS.length} teleporting methods, ${seeds} seeds)`,
      }),
      finding: judged ? findingOf(comparisons) : reasons.join(' '),
      details: comparisons.map(
        (comparison) =>
          `${FAMILIES[comparison.experiment]}, vanilla against ${comparison.b}: ${comparisonText(comparison)}`,
      ),
      notebook: Object.keys(FAMILIES).join(', '),
    },
  ];
}

type Side = 'for' | 'against' | 'neither';

/** The families on each side. */
function sides(comparisons: readonly VanillaComparison[]): Readonly<Record<Side, readonly string[]>> {
  const found: Record<Side, string[]> = { for: [], against: [], neither: [] };
  for (const experiment of Object.keys(FAMILIES)) {
    const own = ofExperiment(comparisons, experiment);
    const most = (outcome: Outcome) => count(own, outcome) > own.length / 2;
    found[most('won') ? 'for' : most('lost') ? 'against' : 'neither'].push(experiment);
  }
  return found;
}

function verdictOn(comparisons: readonly VanillaComparison[]): Verdict {
  const [wins, losses] = [count(comparisons, 'won'), count(comparisons, 'lost')];
  const families = sides(comparisons);
  if (wins > comparisons.length / 2 && families.against.length === 0) return 'reproduced';
  return losses > wins || families.for.length === 0 ? 'not' : 'partly';
}

function findingOf(comparisons: readonly VanillaComparison[]): string {
  const families = sides(comparisons);
  const score = (experiment: string) => {
    const own = ofExperiment(comparisons, experiment);
    const [won, lost] = [count(own, 'won'), count(own, 'lost')];
    return `${FAMILIES[experiment]} (${won} won, ${lost} lost of ${own.length})`;
  };
  const told = (side: Side, lead: string) =>
    families[side].length === 0 ? [] : [`${lead} ${families[side].map(score).join(', ')}`];
  const parts = [
    ...told('for', 'it is mostly better on'),
    ...told('against', 'mostly worse on'),
    ...told('neither', 'neither on'),
  ];
  return (
    `Vanilla wins ${count(comparisons, 'won')} and loses ${count(comparisons, 'lost')} of ` +
    `${comparisons.length} comparisons with teleporting methods, the others are open: ${parts.join('; ')}. ` +
    `Each is the mean paired difference of log₁₀ of the last loss, below 0 where vanilla is better:`
  );
}

function ofExperiment(comparisons: readonly VanillaComparison[], experiment: string) {
  return comparisons.filter((comparison) => comparison.experiment === experiment);
}
