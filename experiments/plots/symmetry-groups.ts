/** Figures on what a teleport is worth in each group. */

import { color, type Figure, figure } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { summarise } from '../../src/evaluation/statistics.js';
import type { GroupResult, TeleportWorth } from '../symmetry-groups.js';

const QUANTITIES = {
  gain: 'Gain, log<sub>10</sub> of the gradient norm',
  stepsSaved: 'Gradient steps saved',
} as const;

/** A box a group and way: quartiles over test tasks, whiskers to the farthest, every task a point. */
export function groupBoxes(
  results: readonly GroupResult[],
  quantity: keyof typeof QUANTITIES,
  layout: Partial<Layout> = {},
): Figure {
  const data = (['ascent', 'random'] as const).map((way, index): Data => {
    const rows = results.flatMap((result) =>
      result[way].map((worth) => ({ group: result.group, value: worth[quantity] })),
    );
    return {
      type: 'box',
      name: way === 'ascent' ? 'by ascent' : 'at random',
      x: rows.map(({ group }) => group),
      y: rows.map(({ value }) => value),
      marker: { color: color(index), size: 4 },
      boxpoints: 'all',
      jitter: 0.4,
      pointpos: 0,
      line: { width: 1.5 },
    };
  });
  return figure(data, {
    title: { text: `What one teleport is worth: ${QUANTITIES[quantity].split(',')[0]}` },
    xaxis: { type: 'category' },
    yaxis: { title: { text: QUANTITIES[quantity] }, zeroline: true, zerolinecolor: '#7f7f7f' },
    boxmode: 'group',
    ...layout,
  });
}

/** A number that results share, such as the ascent steps, beside the results. */
export interface GroupSweep {
  readonly name: string;
  readonly at: readonly number[];
  readonly results: readonly GroupResult[];
}

/** Median and quartiles of a quantity of ascent teleports along sweeps. */
export function groupSweeps(
  sweeps: readonly GroupSweep[],
  quantity: keyof typeof QUANTITIES,
  xTitle: string,
  layout: Partial<Layout> = {},
): Figure {
  const data = sweeps.map(({ name, at, results }, index): Data => {
    const summaries = results.map(({ ascent }) =>
      summarise(ascent.map((worth: TeleportWorth) => worth[quantity])),
    );
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name,
      x: [...at],
      y: summaries.map(({ median }) => median),
      line: { color: color(index) },
      error_y: {
        type: 'data',
        symmetric: false,
        array: summaries.map(({ q75, median }) => q75 - median),
        arrayminus: summaries.map(({ q25, median }) => median - q25),
        thickness: 1,
        width: 4,
      },
    };
  });
  return figure(data, {
    title: { text: `${QUANTITIES[quantity].split(',')[0]}: median and quartiles over tasks` },
    xaxis: { title: { text: xTitle } },
    yaxis: { title: { text: QUANTITIES[quantity] }, zeroline: true, zerolinecolor: '#7f7f7f' },
    ...layout,
  });
}
