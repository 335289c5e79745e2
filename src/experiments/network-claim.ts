/**
 * Claim C7: on the paper's network LSTM(lr, tele, momentum) beats LSTM(lr, tele) and gradient descent (Figure 7).
 *
 * Four comparisons decide: with LSTM(lr, tele) and with gradient descent at its tuned step size, after the 30 epochs that
 * the paper's figure shows and after all 300. Each is the difference of log₁₀ of the loss, paired by test task, averaged
 * per seed, with a 95 % bootstrap interval over training seeds (`../evaluation/comparison.ts`); it is won if the whole
 * interval lies below 0, lost if above, and open otherwise. Verdict:
 *
 *     not yet checked   there is but one seed, so no interval
 *     reproduced        all four are won
 *     not               at least as many are lost as won
 *     partly            everything else
 *
 * The claim is a conjunction, so its number is that of its weakest comparison, the largest difference. Beside the verdict
 * stand comparisons that say why: with gradient descent at the paper's step size, with the same LSTM without the
 * teleport or without the momentum, after more meta-training, and on the readers' classifier.
 */

import { finalLosses } from '../evaluation/budget.js';
import { comparePair, type PairComparison } from '../evaluation/comparison.js';
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
  readonly outcome: 'won' | 'lost' | 'open';
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
    const [low, high] = comparison.difference.interval ?? [-Infinity, Infinity];
    const outcome = high < 0 ? 'won' : low > 0 ? 'lost' : 'open';
    return [{ ...comparison, experiment, epoch, decides, outcome }];
  });
}

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function networkClaim(
  runsOf: (experiment: string) => readonly NetworkRun[] | undefined,
): readonly Claim[] {
  const comparisons = networkComparisons(runsOf);
  const deciding = comparisons.filter(({ decides }) => decides);
  if (deciding.length < planned().filter(({ decides }) => decides).length) return [];
  const count = (outcome: NetworkComparison['outcome']) =>
    deciding.filter((comparison) => comparison.outcome === outcome).length;
  const [won, lost] = [count('won'), count('lost')];
  const judged = deciding.every(({ difference }) => difference.interval !== null);
  const verdict = !judged
    ? 'not yet checked'
    : won === deciding.length
      ? 'reproduced'
      : lost >= won
        ? 'not'
        : 'partly';
  const weakest = deciding.reduce((a, b) =>
    (b.difference.value ?? Infinity) > (a.difference.value ?? Infinity) ? b : a,
  );
  const { value, interval } = weakest.difference;
  const rest = comparisons.filter(({ decides }) => !decides);
  return [
    {
      id: 'C7',
      statement: NETWORK_CLAIM,
      verdict,
      ...(value !== null && { number: value }),
      ...(interval !== null && { interval }),
      finding:
        `Mean paired difference of log₁₀ of the loss, below 0 where the first is better; the number is the weakest of ` +
        `the four comparisons that decide, of which it wins ${won} and loses ${lost}: ` +
        `${deciding.map(sentence).join('; ')}. Beside them: ${rest.map(sentence).join('; ')}.`,
      notebook: 'figure-7',
    },
  ];
}

/** One comparison in words. */
function sentence({
  experiment,
  a,
  b,
  epoch,
  difference,
  divergedA,
  divergedB,
  pairs,
}: NetworkComparison): string {
  const { value, interval } = difference;
  const range = interval ? ` [${interval.map(signed).join(', ')}]` : '';
  const diverged = divergedA + divergedB > 0 ? `, diverged ${divergedA} and ${divergedB} of ${pairs}` : '';
  const where = experiment === figure7.id ? '' : `${experiment}, `;
  return `${where}${a} against ${b} after ${epoch} epochs ${value === null ? 'none' : signed(value)}${range}${diverged}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
