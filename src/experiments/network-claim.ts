/**
 * Claim C7: on the paper's network LSTM(lr, tele, momentum) beats LSTM(lr, tele) and gradient descent (Figure 7).
 *
 * Four comparisons decide: with LSTM(lr, tele) and with gradient descent at its tuned step size, after the 30 epochs that
 * the paper's figure shows and after all 300. Each is the difference of log₁₀ of the loss, paired by test task, averaged
 * per seed, with a 95 % bootstrap interval over training seeds, and won, lost or open as `../evaluation/comparison.ts`
 * says. Verdict:
 *
 *     not yet checked   there are too few seeds
 *     reproduced        all four are won
 *     not               at least as many are lost as won
 *     partly            everything else
 *
 * The claim is a conjunction, so its number is that of its weakest comparison, the largest difference. Beside the verdict
 * stand comparisons that say why: with gradient descent at the paper's step size, with the same LSTM without the
 * teleport or without the momentum, after more meta-training, and on the readers' classifier.
 */

import { finalLosses } from '../evaluation/budget.js';
import { comparePair, type Outcome, type PairComparison } from '../evaluation/comparison.js';
import { comparisonText, tooFewSeeds } from '../evaluation/comparison-text.js';
import { Stream } from '../random/stream.js';
import type { Claim } from './claim.js';
import type { NetworkExperiment, NetworkRun } from './network.js';
import {
  figure7,
  figure7Classifier,
  figure7Longer,
  NETWORK_METHOD,
  SHOWN_EPOCHS,
} from './network-figures.js';

export const NETWORK_CLAIM =
  'On a neural network LSTM(lr, tele, momentum) beats LSTM(lr, tele) and gradient descent (Figure 7)';

const { gd, publishedGd, rate, rateTeleport, rateMomentum, rateTeleportMomentum } = NETWORK_METHOD;

/** The seed of the bootstrap. */
const BOOTSTRAP_SEED = 7; // any number would do

export interface NetworkComparison extends PairComparison {
  readonly experiment: string;
  /** After this many epochs. */
  readonly epoch: number;
}

/** What is compared: method a with method b at an epoch; of those that decide, the verdict is made. */
interface Planned {
  readonly experiment: string;
  readonly a: string;
  readonly b: string;
  readonly epoch: number;
  readonly decides: boolean;
}

function planned(): Planned[] {
  const epochs = [SHOWN_EPOCHS, figure7.evaluation.steps];
  const all = rateTeleportMomentum;
  const onNetwork = (a: string, b: string, decides: boolean) =>
    epochs.map((epoch) => ({ experiment: figure7.id, a, b, epoch, decides }));
  const beside = ({ id }: NetworkExperiment, at: readonly number[]) =>
    [rateTeleport, gd, rateMomentum].flatMap((b) =>
      at.map((epoch): Planned => ({ experiment: id, a: all, b, epoch, decides: false })),
    );
  return [
    ...onNetwork(all, rateTeleport, true),
    ...onNetwork(all, gd, true),
    ...onNetwork(all, publishedGd, false),
    ...onNetwork(all, rateMomentum, false),
    ...onNetwork(rateTeleport, rate, false),
    ...beside(figure7Longer, epochs),
    ...beside(figure7Classifier, [figure7Classifier.evaluation.steps]),
  ];
}

/** The comparisons that there are runs for. */
export function networkComparisons(
  runsOf: (experiment: string) => readonly NetworkRun[] | undefined,
): readonly (NetworkComparison & { readonly decides: boolean })[] {
  const root = Stream.fromSeed(BOOTSTRAP_SEED).split('C7');
  return planned().flatMap(({ experiment, a, b, epoch, decides }) => {
    const runs = (runsOf(experiment) ?? []).filter(({ evaluation }) => evaluation.steps >= epoch);
    const losses = finalLosses(
      runs.map((run) => ({ ...run, evaluation: { ...run.evaluation, steps: epoch } })),
    );
    const [own, other] = [a, b].map((name) => losses.find(({ method }) => method === name));
    if (!own || !other) return [];
    const comparison = comparePair(own, other, { stream: root.split(experiment).split(epoch) });
    return [{ ...comparison, experiment, epoch, decides }];
  });
}

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function networkClaim(
  runsOf: (experiment: string) => readonly NetworkRun[] | undefined,
): readonly Claim[] {
  const comparisons = networkComparisons(runsOf);
  const deciding = comparisons.filter(({ decides }) => decides);
  if (deciding.length < planned().filter(({ decides }) => decides).length) return [];
  const count = (outcome: Outcome) => deciding.filter((one) => one.outcome === outcome).length;
  const [won, lost] = [count('won'), count('lost')];
  const { seeds } = deciding[0];
  const judged = count('too few seeds') === 0;
  const weakest = deciding.reduce((a, b) =>
    (b.difference.value ?? Infinity) > (a.difference.value ?? Infinity) ? b : a,
  );
  const { value, interval } = weakest.difference;
  const score =
    `${rateTeleportMomentum} wins ${won} and loses ${lost} of the ${deciding.length} comparisons that decide, with ` +
    `${rateTeleport} and ${gd} after ${SHOWN_EPOCHS} and ${figure7.evaluation.steps} epochs; ` +
    `its weakest is that ${against(weakest)}.`;
  return [
    {
      id: 'C7',
      statement: NETWORK_CLAIM,
      verdict: !judged
        ? 'not yet checked'
        : won === deciding.length
          ? 'reproduced'
          : lost >= won
            ? 'not'
            : 'partly',
      ...(value !== null && {
        number: value,
        quantity:
          `mean paired difference of log₁₀ of the loss, ${against(weakest)}, the weakest of the ` +
          `${deciding.length} that decide: below 0 where ${rateTeleportMomentum} is better (${seeds} seeds)`,
      }),
      ...(interval !== null && { interval }),
      finding: judged ? score : `There are ${tooFewSeeds(seeds)}.`,
      details: [...deciding, ...comparisons.filter(({ decides }) => !decides)].map(
        (comparison) => `${named(comparison)}: ${comparisonText(comparison)}`,
      ),
      notebook: 'figure-7',
    },
  ];
}

function against({ b, epoch }: NetworkComparison): string {
  return `against ${b} after ${epoch} epochs`;
}

/** What is compared, and whether it decides. */
function named(comparison: NetworkComparison & { readonly decides: boolean }): string {
  const { experiment, a, decides } = comparison;
  const where = experiment === figure7.id ? '' : `${experiment}, `;
  return `${decides ? 'decides: ' : ''}${where}${a} ${against(comparison)}`;
}
