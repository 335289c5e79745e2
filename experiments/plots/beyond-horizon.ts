/** Learned optimizers beyond the steps that they were trained for: the median loss by step, where training ended, and what diverged. */

import type { Figure } from '../../src/display/figure-style.js';
import type { Layout } from '../../src/display/figure-types.js';
import { curves } from './curves.js';
import { type Drawable, drawnMethods } from './drawn-methods.js';

/** {@link curves} with a line where the trained horizon is. */
export function beyondHorizonCurves(
  drawable: Drawable,
  horizon: number,
  layout: Partial<Layout> = {},
): Figure {
  return curves(drawable, 'losses', 'median and quartiles over tasks and seeds', {
    ...layout,
    shapes: [
      {
        type: 'line',
        x0: horizon,
        x1: horizon,
        yref: 'paper',
        y0: 0,
        y1: 1,
        line: { color: '#555555', width: 1, dash: 'dot' },
      },
    ],
    annotations: [
      {
        text: `trained for ${horizon} steps`,
        x: horizon,
        y: 1,
        yref: 'paper',
        xanchor: 'left',
        showarrow: false,
      },
    ],
  });
}

/** The median loss at the horizon, at the end and at its least, and what diverged within the horizon and beyond. */
export function beyondHorizonRows(drawable: Drawable, horizon: number) {
  return drawnMethods(drawable).map(({ name, losses, counts, trajectories }) => {
    const at = (t: number) => losses.line[t] ?? Number.NaN;
    const finite = losses.line.map((value) => value ?? Number.POSITIVE_INFINITY);
    const least = finite.indexOf(Math.min(...finite));
    return {
      method: name,
      'median loss at the horizon': at(horizon),
      'at the end': at(losses.line.length - 1),
      least: at(least),
      'at step': least,
      'diverged within the horizon': trajectories - counts[horizon],
      'diverged beyond': counts[horizon] - counts[counts.length - 1],
      trajectories,
    };
  });
}
