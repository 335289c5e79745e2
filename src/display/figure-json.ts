/** A figure as plain JSON, the form in which it is stored, drawn and sent. */

import { FIGURE_HEIGHT, FIGURE_WIDTH, type Figure } from './figure-style.js';

/** Significant digits of the numbers in a figure: finer than a pixel, coarser than rounding errors of a machine. */
const FIGURE_DIGITS = 7;

/** Significant digits of a contour's or heat map's values: finer than the steps of a colour scale. */
const HEIGHT_DIGITS = 4;

/** Plain numbers of fewer digits; what is no number stays. */
function roundHeights(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(HEIGHT_DIGITS));
  return Array.isArray(value) || isNumbers(value) ? Array.from(value, roundHeights) : value;
}

const isNumbers = (value: unknown): value is Float64Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** A figure as JSON: numbers rounded, typed arrays as arrays, and what JSON lacks (NaN, ±∞) as null, a gap. */
export function figureToJson(figure: Figure): string {
  return JSON.stringify(figure, (key, value: unknown) => {
    if (key === 'z') return roundHeights(value);
    if (typeof value === 'number') return Number(value.toPrecision(FIGURE_DIGITS));
    if (isNumbers(value)) return Array.from(value);
    return value;
  });
}

/** The size at which a figure is shown, in CSS pixels. */
export function pictureSize({ layout }: Figure): { width: number; height: number } {
  const { width = FIGURE_WIDTH, height = FIGURE_HEIGHT } = layout ?? {};
  return { width, height };
}
