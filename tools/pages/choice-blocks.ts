/** The parts of docs/how-to-choose.md that are written from results. */

import { verdictInWords } from '../../experiments/claims/claim.js';
import { SHOWN_EPOCHS } from '../../experiments/network-figures.js';
import type { StoredResults } from '../../experiments/results/read-results.js';
import { numberWithInterval } from './claims-text.js';
import { type Blocks, markdownTable } from './page-blocks.js';
import { against2d } from './readme-blocks.js';
import { against, claimOf, detailOf, lastMedian, lowest, resultsOf } from './stored-words.js';

const PLANE: readonly (readonly [id: string, family: string])[] = [
  ['figure-3', 'fixed ellipse'],
  ['figure-4', 'varied ellipses'],
  ['figure-5', 'fixed Rosenbrock'],
  ['figure-6', 'varied Rosenbrock'],
  ['mixed', 'mixed'],
];
const RIVALS = ['tel sched', 'tel sched + theta grad', 'theta grad'];

/** The parts by name. */
export function choiceBlocks(stored: StoredResults): Blocks {
  const of = (id: string) => resultsOf(stored, id);
  const network = of('figure-7');
  const epochs = (number: number) => `GD (tuned) after ${number} epochs`;
  const last = network.methods[0].losses.median.length - 1;
  /** An ablation on both families: each variant against one of them. */
  const onBoth = (name: string, reference: string, when?: 'end' | 'budget') => {
    const [ellipses, rosenbrock] = ['ellipse', 'rosenbrock'].map((family) =>
      of(`ablation-${name}-${family}-varied`),
    );
    const variants = ellipses.methods.map((method) => method.name).filter((variant) => variant !== reference);
    return markdownTable(
      [`against ‘${reference}’`, 'varied ellipses', 'varied Rosenbrock'],
      variants.map((variant) => [
        `‘${variant}’`,
        ...[ellipses, rosenbrock].map((one) => against(one, variant, reference, when)),
      ]),
    );
  };
  /** '0.59 [0.56, 0.63] of 998 teleports'. */
  const shareOf = (id: string) => numberWithInterval(claimOf(stored, id)).replace(': share of ', ' of ');
  const transfer = of('coordinatewise-transfer');
  return {
    'best-in-the-plane': () =>
      `lowest last median: ${PLANE.map(([id, family]) => `${lowest(of(id)).name} (${family})`).join(', ')}`,
    'best-on-the-network': () =>
      `lowest median: ${lowest(network, SHOWN_EPOCHS).name} (${SHOWN_EPOCHS} epochs), ${lowest(network).name} (${last})`,
    'ellipse-against-gd': () => against(of('figure-3'), 'vanilla', 'GD (tuned)'),
    'rosenbrock-against-adam': () => against(of('figure-6'), 'vanilla', 'Adam (lr 0.3)'),
    'network-against-gd': () =>
      [SHOWN_EPOCHS, last]
        .map((epoch) => `${detailOf(claimOf(stored, 'C7'), epochs(epoch))} (${epoch})`)
        .join('; '),
    'c6-verdict': () => verdictInWords(claimOf(stored, 'C6')),
    'c6-table': () =>
      markdownTable(
        ['family', ...RIVALS],
        PLANE.map(([id, family]) => [family, ...RIVALS.map((rival) => against2d(stored, id, rival))]),
      ),
    q2: () => shareOf('Q2'),
    c8: () => shareOf('C8'),
    frequency: () => onBoth('frequency', 'never'),
    gate: () => onBoth('gate', 'no gate'),
    inputs: () => onBoth('inputs', 'gradient', 'budget'),
    controls: () => onBoth('controls', 'vanilla'),
    momentum: () => against(network, 'LSTM(lr, momentum)', 'LSTM(lr)'),
    'q3-learned': () => detailOf(claimOf(stored, 'Q3'), 'rule of thumb, learned'),
    'q3-ascent': () => detailOf(claimOf(stored, 'Q3'), 'rule of thumb, ascent'),
    'q3-verdict': () => verdictInWords(claimOf(stored, 'Q3')),
    transfer: () => transfer.methods.map((method) => `${method.name} ${lastMedian(method)}`).join(', '),
  };
}
