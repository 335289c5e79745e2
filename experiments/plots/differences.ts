/** Comparisons of claims, drawn. */

import { color, type Figure, figure } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import type { NetworkComparison } from '../claims/network-claim.js';

const OUTCOME_COLORS = { won: color(2), lost: color(1), open: color(6), 'too few seeds': color(7) } as const;

/** Differences with their 95 % intervals, one row a comparison: left of zero where the first method is better. */
export function differences(comparisons: readonly NetworkComparison[], layout: Partial<Layout> = {}): Figure {
  const rows = comparisons.filter(({ difference }) => difference.value !== null);
  const label = ({ experiment, a, b, epoch }: NetworkComparison) =>
    `${a} against<br>${b}, ${experiment}, epoch ${epoch}`;
  const data = (['won', 'lost', 'open', 'too few seeds'] as const).flatMap((outcome): Data[] => {
    const own = rows.filter((row) => row.outcome === outcome);
    if (own.length === 0) return [];
    const ends = own.map(({ difference: { value, interval } }) => interval ?? [value!, value!]);
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: outcome,
        x: own.map(({ difference }) => difference.value),
        y: own.map(label),
        marker: { color: OUTCOME_COLORS[outcome], size: 10 },
        error_x: {
          type: 'data',
          symmetric: false,
          array: ends.map(([, high], i) => high - own[i].difference.value!),
          arrayminus: ends.map(([low], i) => own[i].difference.value! - low),
          color: OUTCOME_COLORS[outcome],
          thickness: 2,
          width: 5,
        },
      },
    ];
  });
  return figure(data, {
    title: { text: 'Paired differences of the loss, 95 % intervals over training seeds' },
    xaxis: { title: { text: 'mean of log<sub>10</sub> first − log<sub>10</sub> second' } },
    yaxis: {
      type: 'category',
      categoryorder: 'array',
      categoryarray: rows.map(label).toReversed(),
      tickfont: { size: 11 },
    },
    shapes: [
      { type: 'line', x0: 0, x1: 0, y0: 0, y1: 1, yref: 'paper', line: { color: '#222222', width: 1 } },
    ],
    height: 150 + 48 * rows.length,
    ...layout,
  });
}
