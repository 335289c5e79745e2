/** Signs over a plane beside each other: one panel a map, blue positive, vermilion negative, white neither, over the level sets. */

import type { Annotations, Data } from '../../src/display/figure-types.js';

type Grid = readonly (readonly number[])[];

/** What a panel is drawn from; row j of `value` belongs to y[j], and what is not finite there is a gap. */
export interface SignGrid {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly value: Grid;
}

/** The signs and the level sets of log₁₀ of the value above its least, on the axes of that suffix ('' or '2', …). */
export function signPanel({ x, y, value }: SignGrid, signs: Grid, suffix: string): Data[] {
  const lowest = Math.min(...value.flat().filter(Number.isFinite));
  const axes = {
    x: [...x],
    y: [...y],
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    showscale: false,
    hoverinfo: 'skip',
  } as const;
  return [
    {
      ...axes,
      type: 'heatmap',
      z: signs.map((row) => [...row]),
      zmin: -1,
      zmax: 1,
      colorscale: [
        [0, '#f2b58c'],
        [0.5, '#ffffff'],
        [1, '#a6cbe3'],
      ],
    },
    {
      ...axes,
      type: 'contour',
      z: value.map((row) => row.map((f) => (Number.isFinite(f) ? Math.log10(f - lowest + 1e-2) : null))),
      contours: { coloring: 'none' },
      ncontours: 9,
      line: { width: 0.7, color: '#555555' },
    },
  ] as Data[];
}

/** A panel's title, centred at x and standing on y, both as shares of the figure. */
export function panelTitle(text: string, x: number, y: number): Partial<Annotations> {
  return {
    text,
    x,
    y,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'center',
    yanchor: 'bottom',
    showarrow: false,
    font: { size: 13 },
  };
}
