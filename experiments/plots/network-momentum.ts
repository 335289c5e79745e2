/** Figures on learned momentum and teleports: pairs of β and effect, and correlations beside those of shuffled pairs. */

import { bandedLines } from '../../src/display/bands.js';
import { color, type Figure, figure } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import type { PairedCorrelation } from '../../src/evaluation/correlation.js';
import type { MomentumStudy, TeleportEffect } from '../network-momentum.js';
import { EPOCH_AXIS } from './curves.js';
import { medianBand } from './drawn-methods.js';

const QUANTITIES = {
  gain: 'gain: log<sub>10</sub> of the gradient norm',
  lossChange: 'loss change one step on, log<sub>10</sub>',
  effect: 'effect of the teleport one step on, log<sub>10</sub>',
} as const;

/** β_t by epoch, median and quartiles over tasks, a line a training seed. */
export function momentumOverTime(studies: readonly MomentumStudy[], layout: Partial<Layout> = {}): Figure {
  const series = studies.map(({ seed, momenta }, place) => {
    const rows = momenta.map((row) => row.map((beta) => (Number.isNaN(beta) ? null : beta)));
    return { name: `seed ${seed}`, color: color(place), ...medianBand(rows, { missing: 'left out' }) };
  });
  return figure(bandedLines(series), {
    title: { text: 'Learned momentum: median and quartiles over tasks' },
    xaxis: EPOCH_AXIS,
    yaxis: { title: { text: 'momentum β<sub>t</sub>' }, range: [0, 1] },
    ...layout,
  });
}

/** A quantity of every teleport against the momentum after it, a colour a training seed; the outer 2 % are cut off. */
export function effectScatter(
  effects: readonly TeleportEffect[],
  quantity: keyof typeof QUANTITIES,
  layout: Partial<Layout> = {},
): Figure {
  const sorted = effects.map((effect) => effect[quantity]).sort((a, b) => a - b);
  const [low, high] = [0.01, 0.99].map((q) => sorted[Math.round(q * (sorted.length - 1))]);
  const seeds = [...new Set(effects.map(({ seed }) => seed))];
  const data = seeds.map((seed, index): Data => {
    const own = effects.filter((effect) => effect.seed === seed);
    return {
      type: 'scatter',
      mode: 'markers',
      name: `seed ${seed}`,
      x: own.map(({ momentumAfter }) => momentumAfter),
      y: own.map((effect) => effect[quantity]),
      marker: { color: color(index), size: 5, opacity: 0.5 },
    };
  });
  const margin = 0.05 * (high - low);
  return figure(data, {
    title: { text: `Teleports: ${QUANTITIES[quantity].split(/[:,]/)[0]} against momentum` },
    xaxis: { title: { text: 'momentum β<sub>t+1</sub>, emitted after the teleport' } },
    yaxis: { title: { text: QUANTITIES[quantity] }, range: [low - margin, high + margin] },
    ...layout,
  });
}

/** A correlation with its name. */
export interface NamedCorrelation {
  readonly name: string;
  readonly correlation: PairedCorrelation;
}

/** Correlations as dots, over bars that 95 % of shuffled pairs stay within. */
export function correlationChart(
  named: readonly NamedCorrelation[],
  which: 'pearson' | 'spearman',
  layout: Partial<Layout> = {},
): Figure {
  const names = named.map(({ name }) => name);
  const found = named.map(({ correlation }) => correlation[which]);
  const shuffled: Data & { readonly base: number[] } = {
    type: 'bar',
    name: '95 % of shuffled pairs',
    x: names,
    y: found.map(({ shuffled: [low, high] }) => high - low),
    base: found.map(({ shuffled: [low] }) => low),
    marker: { color: '#dddddd' },
    width: found.map(() => 0.5),
  };
  const actual: Data = {
    type: 'scatter',
    mode: 'markers',
    name: `${which === 'pearson' ? 'Pearson' : 'Spearman'}’s correlation`,
    x: names,
    y: found.map(({ value }) => value),
    marker: { color: found.map(({ p }) => (p < 0.05 ? color(1) : color(0))), size: 12 },
  };
  return figure([shuffled, actual], {
    title: { text: 'Correlation with the momentum (vermilion: p < 0.05)' },
    xaxis: { type: 'category' },
    yaxis: { title: { text: 'correlation' }, range: [-1, 1] },
    ...layout,
  });
}
