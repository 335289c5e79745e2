/** The public code's evaluation beside the corrected one: where they differ, and by how much. */

import type { Data, Layout } from 'plotly.js';
import { summariseSteps } from '../../evaluation/statistics.js';
import type { MethodRun } from '../../experiments/two-dimensional.js';
import { color, type Figure, figure, logAxis } from '../figure-style.js';
import { byMethod } from './curves.js';

/** Corrected (solid): median over all tasks and seeds. As published (dashed): one task, without teleports, one line a seed. */
export function publishedAgainstCorrected(runs: readonly MethodRun[], layout: Partial<Layout> = {}): Figure {
  const data = byMethod(runs).flatMap(([method, ofMethod], index): Data[] => {
    const corrected = summariseSteps(ofMethod.flatMap(({ evaluation }) => evaluation.losses));
    const shared = { type: 'scatter', mode: 'lines', legendgroup: method } as const;
    const published = ofMethod.map(
      ({ asPublished }): Data => ({
        ...shared,
        y: asPublished.losses,
        line: { color: color(index), dash: 'dash', width: 1 },
        opacity: 0.6,
        showlegend: false,
      }),
    );
    const line = { color: color(index), width: 2.5 };
    return [...published, { ...shared, name: method, y: corrected.map(({ median }) => median), line }];
  });
  return figure(data, {
    title: { text: 'Corrected (solid: median of all) and as published (dashed: one task, no teleports)' },
    xaxis: { title: { text: 'step t' } },
    yaxis: logAxis('loss f(x<sub>t</sub>)'),
    ...layout,
  });
}
