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
 * teleport or without the momentum, after more meta-training, on the readers' classifier, and of learned updates.
 */

import type { PairComparison } from '../../src/evaluation/comparison.js';
import { comparisonText, tooFewSeeds } from '../../src/evaluation/comparison-text.js';
import { Stream } from '../../src/random/stream.js';
import type { Experiment, Run } from '../experiment.js';
import {
  figure7,
  figure7Classifier,
  figure7Longer,
  figure7Update,
  NETWORK_METHOD,
  SHOWN_EPOCHS,
} from '../network-figures.js';
import type { Claim } from './claim.js';
import { compared, count, once, type RunsOf, verdictOnAll, weakestOf } from './comparisons.js';

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

/** All comparisons that the claim looks at, in the order in which it tells of them. */
export function plannedComparisons(): Planned[] {
  const epochs = [SHOWN_EPOCHS, figure7.evaluation.steps];
  const all = rateTeleportMomentum;
  const onNetwork = (a: string, b: string, decides: boolean) =>
    epochs.map((epoch) => ({ experiment: figure7.id, a, b, epoch, decides }));
  const beside = ({ id }: Experiment, at: readonly number[]) =>
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
    ...ofUpdates(),
  ];
}

/** The learned updates with and without teleports, and against gradient descent, as far as their training goes and beyond. */
function ofUpdates(): Planned[] {
  const [update, updateTeleport] = figure7Update.methods.map(({ name }) => name);
  const { steps } = figure7Update.evaluation;
  return [SHOWN_EPOCHS, figure7Update.training.steps ?? steps, steps].flatMap((epoch) =>
    [
      [updateTeleport, update],
      [update, gd],
    ].map(([a, b]) => ({ experiment: figure7Update.id, a, b, epoch, decides: false })),
  );
}

/** The runs of an experiment; gradient descent, which is not trained, runs beside the learned updates in Figure 7 itself. */
function runsWithBaselines(experiment: string, runsOf: RunsOf): readonly Run[] {
  const runs = runsOf(experiment) ?? [];
  if (experiment !== figure7Update.id) return runs;
  return [...runs, ...(runsOf(figure7.id) ?? []).filter(({ method }) => method === gd)];
}

/** The comparisons that there are runs for. */
export function networkComparisons(
  runsOf: RunsOf,
): readonly (NetworkComparison & { readonly decides: boolean })[] {
  const root = Stream.fromSeed(BOOTSTRAP_SEED).split('C7');
  const known = once(runsOf);
  return plannedComparisons().flatMap(({ experiment, a, b, epoch, decides }) => {
    const runs = runsWithBaselines(experiment, known).filter(({ evaluation }) => evaluation.steps >= epoch);
    const ended = runs.map((run) => ({ ...run, evaluation: { ...run.evaluation, steps: epoch } }));
    const stream = root.split(experiment).split(epoch);
    return compared(ended, a, b, stream).map((one) => ({ ...one, experiment, epoch, decides }));
  });
}

/** The claim with its verdict; nothing if there are no runs to judge by. */
export function networkClaim(runsOf: RunsOf): readonly Claim[] {
  const comparisons = networkComparisons(runsOf);
  const deciding = comparisons.filter(({ decides }) => decides);
  if (deciding.length < plannedComparisons().filter(({ decides }) => decides).length) return [];
  const [won, lost] = [count(deciding, 'won'), count(deciding, 'lost')];
  const { seeds } = deciding[0];
  const judged = count(deciding, 'too few seeds') === 0;
  const weakest = weakestOf(deciding);
  const { value, interval } = weakest.difference;
  const score =
    `${rateTeleportMomentum} wins ${won} and loses ${lost} of the ${deciding.length} comparisons that decide, with ` +
    `${rateTeleport} and ${gd} after ${SHOWN_EPOCHS} and ${figure7.evaluation.steps} epochs; ` +
    `its weakest is that ${against(weakest)}.`;
  return [
    {
      id: 'C7',
      statement: NETWORK_CLAIM,
      verdict: judged ? verdictOnAll(deciding) : 'not yet checked',
      ...(value !== null && {
        number: value,
        quantity:
          `mean paired difference of log₁₀ of the loss, ${against(weakest)}, the weakest of the ` +
          `${deciding.length} that decide: below 0 where ${rateTeleportMomentum} is better (${seeds} seeds)`,
      }),
      ...(interval !== null && { interval }),
      finding: judged ? [score, ...elsewhere(comparisons)].join(' ') : `There are ${tooFewSeeds(seeds)}.`,
      details: [...deciding, ...comparisons.filter(({ decides }) => !decides)].map(
        (comparison) => `${named(comparison)}: ${comparisonText(comparison)}`,
      ),
      notebook: 'figure-7',
    },
  ];
}

/** What the same comparisons give in the other experiments, and what is left of them where the rival has the momentum too. */
function elsewhere(comparisons: readonly NetworkComparison[]): string[] {
  return [
    { id: figure7Longer.id, where: 'With more meta-training' },
    { id: figure7Classifier.id, where: 'On the readers’ classifier' },
  ].flatMap(({ id, where }) => {
    const here = comparisons.filter((one) => one.experiment === id && one.outcome !== 'too few seeds');
    const rivals = here.filter(({ b }) => b !== rateMomentum);
    const control = here.filter(({ b }) => b === rateMomentum);
    if (rivals.length === 0 || control.length === 0) return [];
    const outcomes = control.map(({ epoch, outcome }) => `${outcome} after ${epoch} epochs`).join(', ');
    return [
      `${where} it wins ${count(rivals, 'won')} and loses ${count(rivals, 'lost')} of ${rivals.length} with the same rivals; against ` +
        `${rateMomentum}, itself without teleports: ${outcomes}.`,
    ];
  });
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
