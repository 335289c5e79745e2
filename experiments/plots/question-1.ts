/** Pictures of open question Q1: what a term of the distance to the optimum does to the share of harmful teleports, and to the loss. */

import { type Figure, figure } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { methodStyle } from '../../src/display/method-styles.js';
import type { Estimate } from '../../src/evaluation/bootstrap.js';
import { atLambda, type HarmDifference, LAMBDAS, TELEPORTING } from '../question-1.js';
import { type PairStatistics, pairBetween } from './statistics.js';

/** One family: what it is called in the figure, and what was found. */
export interface FamilyHarm {
  readonly family: string;
  readonly differences: readonly HarmDifference[];
}

/** One family with its final losses. */
export interface FamilyPrice {
  readonly family: string;
  readonly statistics: Pick<PairStatistics, 'atTheEnd'>;
}

/** A family takes a slot a λ, and one to keep it from its neighbour. */
const SLOTS = LAMBDAS.length + 2;

/** The share of harmful teleports at every λ, with its interval over seeds. */
export function harmShares(families: readonly FamilyHarm[], layout: Partial<Layout> = {}): Figure {
  const estimate = (index: number, method: string, lambda: number): Estimate | undefined => {
    const own = families[index].differences.filter((one) => one.method === method);
    return lambda === 0 ? own[0]?.before : own.find((one) => one.lambda === lambda)?.after;
  };
  return byLambda(families, [0, ...LAMBDAS], estimate, {
    title: { text: 'Teleports that end farther from the optimum' },
    yaxis: { title: { text: 'share of the teleports' }, rangemode: 'tozero' },
    ...layout,
  });
}

/** The paired difference of log₁₀ of the final loss against λ = 0, with its interval over seeds. */
export function termPrices(families: readonly FamilyPrice[], layout: Partial<Layout> = {}): Figure {
  const estimate = (index: number, method: string, lambda: number): Estimate | undefined =>
    pairBetween(families[index].statistics.atTheEnd, atLambda(method, lambda), atLambda(method, 0))
      ?.difference;
  return byLambda(families, LAMBDAS, estimate, {
    title: { text: 'The price: final loss against λ = 0' },
    yaxis: {
      title: { text: 'mean paired difference of log<sub>10</sub> of the loss' },
      zeroline: true,
      zerolinecolor: '#7f7f7f',
    },
    ...layout,
  });
}

function byLambda(
  families: readonly { readonly family: string }[],
  lambdas: readonly number[],
  estimate: (family: number, method: string, lambda: number) => Estimate | undefined,
  layout: Partial<Layout>,
): Figure {
  const slots = families.flatMap((_, index) =>
    lambdas.map((lambda, i) => ({ index, lambda, x: index * SLOTS + i })),
  );
  const data = TELEPORTING.map(({ name }, m): Data => {
    const shown = slots.flatMap(({ index, lambda, x }) => {
      const { value, interval } = estimate(index, name, lambda) ?? { value: null, interval: null };
      return value === null ? [] : [{ x: x + (m - 0.5) * 0.24, value, interval: interval ?? [value, value] }];
    });
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: shown.map(({ x }) => x),
      y: shown.map(({ value }) => value),
      marker: { color: methodStyle(name).color, size: 9, symbol: m === 0 ? 'circle' : 'diamond' },
      error_y: {
        type: 'data',
        symmetric: false,
        array: shown.map(({ value, interval }) => interval[1] - value),
        arrayminus: shown.map(({ value, interval }) => value - interval[0]),
        color: methodStyle(name).color,
        thickness: 1.5,
        width: 4,
      },
    };
  });
  return figure(data, {
    width: 900,
    xaxis: {
      title: { text: 'λ', standoff: 48 },
      tickvals: slots.map(({ x }) => x),
      ticktext: slots.map(({ lambda }) => String(lambda)),
      showgrid: false,
    },
    annotations: families.map(({ family }, index) => ({
      text: family.replace(/^(.{10,}?) /, '$1<br>'), // in two lines, if it is long
      x: index * SLOTS + (lambdas.length - 1) / 2,
      y: 0,
      yref: 'paper',
      yanchor: 'top',
      yshift: -24,
      showarrow: false,
    })),
    ...layout,
  });
}
