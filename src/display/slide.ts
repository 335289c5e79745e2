/**
 * A figure with a slider, for a notebook that has no kernel behind it any more.
 *
 * All positions are drawn in advance, and the slider only chooses which traces are seen. Traces that are the same at every
 * position, such as level sets, are stored once.
 */

import { refuse, requireList, requireObject } from '../checks.js';
import { figureToJson } from './figure-json.js';
import type { Figure } from './figure-style.js';
import type { Data } from './figure-types.js';

/** What a figure with a slider may take in a notebook's file. */
const MAXIMUM_BYTES = 1_000_000;
/** Positions that a slider of a screen's width can tell apart. */
const MAXIMUM_POSITIONS = 100;
/** Room for the slider below the axis. */
const SLIDER_HEIGHT = 90;

/**
 * A figure in which one number can be moved: `show(slide({ θ: angles }, draw))`. Give the axes of `draw`'s figure a fixed
 * range, since otherwise each position has its own.
 *
 * @param control - the number's name and the values that it takes
 * @param draw - the figure for one of the values; its first figure gives the layout, each its own title
 * @throws if there is not exactly one control of 2 to 100 values, or the whole is larger than a megabyte
 * @example
 * ```ts
 * import { figure, slide } from 'orbit-l2o/display';
 *
 * const draw = (θ: number) => figure([{ type: 'scatter', x: [0, Math.cos(θ)], y: [0, Math.sin(θ)] }]);
 * console.log(slide({ θ: [0, 1, 2] }, draw).data.length); // 3
 * ```
 */
export function slide(
  control: Readonly<Record<string, readonly number[]>>,
  draw: (value: number) => Figure,
): Figure {
  requireObject('slide', 'control', control);
  if (typeof draw !== 'function') refuse('slide', 'draw must be a function that makes a figure', draw);
  const controls = Object.entries(control);
  if (controls.length !== 1) refuse('slide', 'control must name one number', Object.keys(control));
  const [[name, values]] = controls;
  requireList('slide', name, values);
  if (values.length < 2 || values.length > MAXIMUM_POSITIONS) {
    refuse('slide', `${name} must take 2 to ${MAXIMUM_POSITIONS} values`, values.length);
  }
  const figures = values.map(draw);
  const shared = sharedTraces(figures);
  const data: Data[] = [];
  /** Of each trace, the position at which it is seen; undefined for all. */
  const seenAt: (number | undefined)[] = [];
  figures.forEach((one, position) => {
    one.data.forEach((trace, i) => {
      if (shared.has(i) && position > 0) return;
      seenAt.push(shared.has(i) ? undefined : position);
      data.push(shared.has(i) || position === 0 ? trace : ({ ...trace, visible: false } as Data));
    });
  });
  const steps = figures.map((one, position) => ({
    label: String(Number(values[position].toPrecision(3))),
    method: 'update' as const,
    args: [{ visible: seenAt.map((at) => at === undefined || at === position) }, { title: one.layout.title }],
  }));
  const { layout } = figures[0];
  const slider = { active: 0, currentvalue: { prefix: `${name} = ` }, pad: { t: 50 }, steps };
  const whole: Figure = {
    data,
    layout: {
      ...layout,
      height: (layout.height ?? 500) + SLIDER_HEIGHT,
      sliders: [slider],
    },
  };
  const bytes = figureToJson(whole).length;
  if (bytes > MAXIMUM_BYTES) {
    refuse('slide', `the figure must have at most ${MAXIMUM_BYTES} bytes (fewer values or points)`, bytes);
  }
  return whole;
}

/** The places of those traces that are the same in all figures. */
function sharedTraces(figures: readonly Figure[]): Set<number> {
  const texts = figures.map((one) => one.data.map((trace) => JSON.stringify(trace)));
  const same = (_: string, i: number) => texts.every((other) => other[i] === texts[0][i]);
  return new Set(texts[0].flatMap((text, i) => (same(text, i) ? [i] : [])));
}
