/** What a learned step size emits. */

import { bandedLines } from '../../src/display/bands.js';
import { type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Layout } from '../../src/display/figure-types.js';
import { methodStyle } from '../../src/display/method-styles.js';
import type { Run } from '../experiment.js';
import { EPOCH_AXIS } from './curves.js';
import { byMethod, type DrawnRun, legendName, medianBand } from './drawn-methods.js';

const COEFFICIENTS = {
  stepSizes: { title: 'Learned step size', axis: 'step size α<sub>t</sub>' },
  momenta: { title: 'Learned momentum', axis: 'momentum β<sub>t</sub>' },
} as const;

type EmittingRun = DrawnRun & Pick<Run, 'coefficients'>;

/** Whether any run emits α_t or β_t. */
export function emits(runs: readonly EmittingRun[], which: keyof typeof COEFFICIENTS): boolean {
  return runs.some(({ coefficients }) => coefficients?.[which].flat().some((value) => value !== null));
}

/** α_t or β_t by epoch, median and quartiles over tasks and seeds, of the methods that emit it. */
export function coefficientCurves(
  runs: readonly EmittingRun[],
  which: keyof typeof COEFFICIENTS,
  layout: Partial<Layout> = {},
): Figure {
  const series = byMethod(runs).flatMap(([method, ofMethod], place) => {
    if (!emits(ofMethod, which)) return [];
    const rows = ofMethod.flatMap(({ coefficients }) => coefficients?.[which] ?? []);
    const { color, dash } = methodStyle(method, place);
    const diverged = ofMethod.reduce((sum, { evaluation }) => sum + evaluation.divergences.length, 0);
    const trajectories = ofMethod.reduce((sum, { evaluation }) => sum + evaluation.losses.length, 0);
    const name = legendName({ name: method, diverged, trajectories });
    return [{ name, color, dash, ...medianBand(rows, { missing: 'left out' }) }];
  });
  const { title, axis } = COEFFICIENTS[which];
  return figure(bandedLines(series), {
    title: { text: `${title}: median and quartiles over tasks and seeds` },
    xaxis: EPOCH_AXIS,
    yaxis: which === 'stepSizes' ? logAxis(axis) : { title: { text: axis }, range: [0, 1] },
    ...layout,
  });
}
