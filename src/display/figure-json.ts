/** A figure as plain JSON, the form in which it is stored, drawn and sent. */

import { FIGURE_HEIGHT, FIGURE_WIDTH, type Figure } from './figure-style.js';

/** Significant digits of the numbers in a figure: finer than a pixel, coarser than rounding errors of a machine. */
const FIGURE_DIGITS = 7;

/** A figure as JSON: numbers rounded, typed arrays as arrays, and what JSON lacks (NaN, ±∞) as null, a gap. */
export function figureToJson(figure: Figure): string {
  return JSON.stringify(figure, (_, value: unknown) => {
    if (typeof value === 'number') return Number(value.toPrecision(FIGURE_DIGITS));
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
    return value;
  });
}

/** The size at which a figure is shown, in CSS pixels. */
export function pictureSize({ layout }: Figure): { width: number; height: number } {
  const { width = FIGURE_WIDTH, height = FIGURE_HEIGHT } = layout ?? {};
  return { width, height };
}
