/** The picture of `orbit-l2o check --grid`: where the inequality holds, beside where the proposition promises it. */

import { panelTitle, signPanel } from '../../experiments/plots/sign-panels.js';
import { type Figure, figure } from '../../src/display/figure-style.js';
import type { Annotations, Layout } from '../../src/display/figure-types.js';
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
    annotations.push(panelTitle(text, (domain[0] + domain[1]) / 2, 1.01));
  }
  return figure(
    panels.flatMap(({ signs, suffix }) => signPanel(shares, signs, suffix)),
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
