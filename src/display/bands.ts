/** Lines with bands, over steps or over costs. */

import { translucent } from './figure-style.js';
import type { Data } from './figure-types.js';

/** A number of a series; anything but a finite number is a gap. */
export type Point = number | null;

/** A line and the band about it. */
export interface BandedLine {
  /** In the legend; a `<br>` begins a second line there. */
  readonly name: string;
  /** #rrggbb. */
  readonly color: string;
  /** 'solid' by default. */
  readonly dash?: string;
  /** Whether the line is thin and has no band, so that others can be seen; false by default. */
  readonly thin?: boolean;
  /** 0, 1, … by default. */
  readonly x?: readonly Point[];
  readonly line: readonly Point[];
  readonly low: readonly Point[];
  readonly high: readonly Point[];
}

const BAND_OPACITY = 0.15;
/** Of a band's outline, which tells bands of the same shade apart, and shows where each ends under the others. */
const OUTLINE_OPACITY = 0.4;

/**
 * All bands, then the thin lines, then the others, so that no band lies on a line. Where a line has no number it breaks;
 * where a band has none above (its upper quantile has diverged) it is open: it goes as high as anything in the figure does.
 */
export function bandedLines(series: readonly BandedLine[]): Data[] {
  const drawn = series.flatMap(({ line, low, high }) => [...line, ...low, ...high]).filter(isFinitePoint);
  const top = drawn.reduce((highest, value) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  const lines = series.map((one, rank) => ({ one, trace: { ...lineTrace(one), legendrank: rank + 1 } }));
  return [
    ...series.filter(({ thin }) => !thin).flatMap((one) => bands(one, top)),
    ...lines.filter(({ one }) => one.thin).map(({ trace }) => trace),
    ...lines.filter(({ one }) => !one.thin).map(({ trace }) => trace),
  ];
}

/** Whether there is a number to draw. */
export const isFinitePoint = (value: Point | undefined): value is number => Number.isFinite(value);

const placesOf = ({ x, line }: BandedLine): readonly Point[] => x ?? line.map((_, t) => t);

/** A polygon for each stretch in which the band has a lower end. */
function bands(one: BandedLine, top: number): Data[] {
  const { name, color, low, high } = one;
  const places = placesOf(one);
  const stretches: number[][] = [];
  low.forEach((value, t) => {
    if (!isFinitePoint(value) || !isFinitePoint(places[t])) return;
    if (stretches.at(-1)?.at(-1) === t - 1) stretches.at(-1)!.push(t);
    else stretches.push([t]);
  });
  return stretches.map((steps): Data => {
    const upper = steps.map((t) => (isFinitePoint(high[t]) ? high[t] : top));
    return {
      type: 'scatter',
      mode: 'lines',
      // There and back again.
      x: [...steps, ...steps.toReversed()].map((t) => places[t]),
      y: [...upper, ...steps.toReversed().map((t) => low[t])],
      fill: 'toself',
      fillcolor: translucent(color, BAND_OPACITY),
      line: { width: 1, color: translucent(color, OUTLINE_OPACITY) },
      hoverinfo: 'skip',
      showlegend: false,
      legendgroup: name,
    };
  });
}

function lineTrace(one: BandedLine): Data {
  const { name, color, dash = 'solid', thin, line } = one;
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: [...placesOf(one)],
    y: line.map((value) => (isFinitePoint(value) ? value : null)),
    line: { color, width: thin ? 1.2 : 2.4, dash },
    connectgaps: false,
    legendgroup: name,
  };
}
