/** The picture of `orbit-l2o check --grid`: where the inequality holds, beside where the proposition promises it. */

import { type Figure, figure } from '../../src/display/figure-style.js';
import type { Annotations, Data, Layout } from '../../src/display/figure-types.js';
import type { PropositionShares } from '../../src/theory/proposition-grid.js';

/** Two panels over the level sets; blue is positive, red negative, white neither. */
export function sharesFigure(
  shares: PropositionShares,
  title: string,
  [x, y]: readonly [string, string],
): Figure {
  const panels = [
    {
      signs: shares.derivativeSign,
      text: 'sign of d‖∇f‖² along v<sub>⊥</sub>',
      suffix: '',
      domain: [0.04, 0.48],
    },
    {
      signs: shares.convexSign,
      text: 'Hessian: positive definite or not',
      suffix: '2',
      domain: [0.55, 0.99],
    },
  ];
  const layout: Record<string, unknown> = {};
  const annotations: Partial<Annotations>[] = [];
  for (const { text, suffix, domain } of panels) {
    layout[`xaxis${suffix}`] = { domain, anchor: `y${suffix}`, title: { text: x }, showgrid: false };
    layout[`yaxis${suffix}`] = {
      anchor: `x${suffix}`,
      title: { text: suffix === '' ? y : '' },
      showgrid: false,
    };
    annotations.push({
      text,
      x: (domain[0] + domain[1]) / 2,
      y: 1.01,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'center',
      yanchor: 'bottom',
      showarrow: false,
      font: { size: 13 },
    });
  }
  return figure(
    panels.flatMap(({ signs, suffix }) => panel(shares, signs, suffix)),
    {
      ...layout,
      title: { text: title.length > 80 ? `${title.slice(0, 79)}…` : title },
      annotations: annotations as Layout['annotations'],
      width: 1000,
      height: 480,
      margin: { l: 50, r: 10, t: 80, b: 50 },
      showlegend: false,
    } as Partial<Layout>,
  );
}

function panel(
  { x, y, value }: PropositionShares,
  signs: PropositionShares['convexSign'],
  suffix: string,
): Data[] {
  const lowest = Math.min(...value.flat().filter(Number.isFinite));
  const axes = {
    x: [...x],
    y: [...y],
    xaxis: `x${suffix}`,
    yaxis: `y${suffix}`,
    showscale: false,
    hoverinfo: 'skip',
  };
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
