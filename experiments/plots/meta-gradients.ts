/** Figures on the meta-gradient, head by head. */

import { color, type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import type { HeadName, MetaGradientStatistics } from '../meta-gradients.js';

const HEADS: readonly HeadName[] = ['step size', 'momentum', 'element', 'LSTM'];

/** Median norm of each head's meta-gradient by window, on a logarithmic axis; a head without one is left out. */
export function metaGradientFigure(
  { windows }: MetaGradientStatistics,
  layout: Partial<Layout> = {},
): Figure {
  const data = HEADS.flatMap((head, place): Data[] => {
    const norms = windows.map(({ norms }) => norms[head]);
    if (norms.every((norm) => norm === 0)) return [];
    return [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: head,
        x: windows.map(({ window }) => window),
        y: norms.map((norm) => (norm > 0 ? norm : null)),
        line: { color: color(place) },
        marker: { color: color(place), size: 5 },
      },
    ];
  });
  return figure(data, {
    title: { text: 'Meta-gradient by window: median norm over trajectories' },
    xaxis: { title: { text: 'window of the trajectory' } },
    yaxis: logAxis('norm of the head’s meta-gradient'),
    ...layout,
  });
}
