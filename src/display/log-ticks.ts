/**
 * Where a logarithmic axis has its labels. Plotly's own choice labels '2' and '5' between powers of ten without saying of
 * which power; a label at every power overlaps over many decades, and leaves one label or none within few.
 *
 *     two decades and more    powers of ten, every k-th of them so that there are at most eight
 *     less than that          1, 2 and 5 of each decade, or as many round numbers as it takes, written in full
 */

import type { Data, Layout, LayoutAxis } from './figure-types.js';

/** More labels than these would touch along a figure of the usual height. */
const MOST_LABELS = 8;

/** An axis with fewer labels than these cannot be read. */
const FEWEST_LABELS = 3;

/** Decades from which powers of ten are enough. */
const POWERS_FROM = 2;

/** What plotly leaves free at either end of an axis, as a share of its length. */
const PADDING = 0.055;

/** A layout whose logarithmic axes have the ticks that suit the data; an axis with ticks of its own keeps them. */
export function withLogTicks(data: readonly Data[], layout: Partial<Layout>): Partial<Layout> {
  const axes = Object.entries(layout).filter(([name]) => /^[xy]axis\d*$/.test(name));
  const chosen = axes.flatMap(([name, value]) => {
    const axis = value as Partial<LayoutAxis>;
    if (axis?.type !== 'log' || axis.dtick !== undefined || axis.tickvals !== undefined) return [];
    return [[name, { ...axis, ...logTicks(axis.range ?? rangeOf(data, name)) }]];
  });
  return { ...layout, ...Object.fromEntries(chosen) };
}

/** The ticks between two powers of ten, given by their exponents; plotly's own where there are none. */
export function logTicks(
  range: readonly [low: number, high: number] | readonly unknown[] | undefined,
): Partial<LayoutAxis> {
  const [low, high] = (range ?? []) as readonly number[];
  const decades = high - low;
  if (!Number.isFinite(decades)) return {};
  if (decades >= POWERS_FROM) return { dtick: Math.ceil(decades / MOST_LABELS) };
  const tickvals = roundNumbers(10 ** low, 10 ** high);
  return { tickmode: 'array', tickvals, ticktext: tickvals.map(inFull) };
}

/** The exponents between which the data on an axis lie, with plotly's padding; nothing where none is positive. */
function rangeOf(data: readonly Data[], axis: string): [number, number] | undefined {
  const letter = axis[0] as 'x' | 'y';
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const trace of data as readonly Record<string, unknown>[]) {
    if (((trace[`${letter}axis`] as string) ?? letter) !== axis.replace('axis', '')) continue;
    for (const value of (trace[letter] ?? []) as Iterable<unknown>) {
      if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
      low = Math.min(low, Math.log10(value));
      high = Math.max(high, Math.log10(value));
    }
  }
  if (low > high) return undefined;
  const padding = high > low ? (high - low) * PADDING : 1; // about a single number plotly leaves a decade
  return [low - padding, high + padding];
}

/** Round numbers from low to high: 1, 2 and 5 of each decade, else every digit, else evenly spaced. */
function roundNumbers(low: number, high: number): number[] {
  for (const digits of [
    [1, 2, 5],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  ]) {
    const decades: number[] = [];
    for (let k = Math.floor(Math.log10(low)); k <= Math.log10(high); k++) decades.push(k);
    const found = decades
      .flatMap((k) => digits.map((digit) => Number(`${digit}e${k}`)))
      .filter((value) => value >= low && value <= high);
    if (found.length >= FEWEST_LABELS && found.length <= MOST_LABELS) return found;
  }
  const rough = (high - low) / FEWEST_LABELS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [5, 2, 1].map((digit) => digit * power).find((size) => size <= rough)!;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A number as it is read: 0.02, 300, 2 × 10⁻⁵. */
function inFull(value: number): string {
  if (value >= 1e-3 && value < 1e5) return String(value);
  const [mantissa, exponent] = value.toExponential().split('e');
  const power = `10<sup>${exponent.replace('+', '').replace('-', '−')}</sup>`;
  return mantissa === '1' ? power : `${mantissa} × ${power}`;
}
