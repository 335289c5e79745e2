/** A small chart of lines: one frame, scales that fit what is drawn, marks on it. */

import { axisBottom, axisLeft } from 'd3-axis';
import { scaleLinear, scaleLog } from 'd3-scale';
import { type Selection, select } from 'd3-selection';
import { line } from 'd3-shape';
import { raised, short } from '../state/live-text.js';
import type { Layer } from './plane.js';

/** A line: a class or a colour, points [x, y]. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly style?: string;
}

/** A dot on the chart, or an upright line where y is left out. */
export interface ChartMark {
  readonly name: string;
  readonly x: number;
  readonly y?: number;
  readonly style?: string;
}

export interface ChartParts {
  readonly lines: readonly ChartLine[];
  readonly marks?: readonly ChartMark[];
  /** Ends of the axis across; by default those of the lines. */
  readonly x?: readonly [number, number];
  /** Ends of the axis upwards; by default those of the lines. */
  readonly y?: readonly [number, number];
  /** What is larger leaves the chart at its top: a run that diverges would flatten all others. */
  readonly ceiling?: number;
  /** Level lines across. */
  readonly rules?: readonly number[];
}

export interface ChartOptions {
  readonly log?: boolean;
  /** Words of a tick below. */
  readonly tick?: (value: number) => string;
  readonly ticks?: readonly number[];
}

const [WIDTH, HEIGHT] = [420, 190];
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 8, 10, 24];

/** Decades that a logarithmic axis shows at most: what lies deeper is at its foot. */
const MOST_DECADES = 12;

/** One chart, in an svg that keeps its place on the page. */
export class Chart {
  readonly #axes: readonly Layer[];
  readonly #inside: Layer;
  readonly #options: ChartOptions;

  constructor(element: SVGSVGElement, options: ChartOptions = {}) {
    const svg: Selection<SVGSVGElement, unknown, null, undefined> = select(element);
    svg.attr('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    svg
      .append('rect')
      .attr('class', 'ground frame-line')
      .attr('x', LEFT)
      .attr('y', TOP)
      .attr('width', WIDTH - LEFT - RIGHT)
      .attr('height', HEIGHT - TOP - BOTTOM);
    const axis = (dx: number, dy: number) =>
      svg
        .append('g')
        .attr('class', 'axis')
        .attr('aria-hidden', 'true')
        .attr('transform', `translate(${dx},${dy})`);
    this.#axes = [axis(0, HEIGHT - BOTTOM), axis(LEFT, 0)];
    this.#inside = svg.append('g');
    this.#options = options;
  }

  draw({ lines, marks = [], x, y, ceiling, rules = [] }: ChartParts): void {
    const { tick, ticks } = this.#options;
    // What may be negative has no logarithm; a zero lies at the foot of the chart.
    const log = this.#options.log && !lines.some(({ points }) => points.some(([, b]) => b < 0));
    const top = ceiling && ceiling > 0 ? ceiling : Number.POSITIVE_INFINITY;
    const isShown = (value: number) => Number.isFinite(value) && (!log || value > 0) && value <= top;
    const heights = marks.flatMap((mark) => (mark.y === undefined ? [] : [mark.y]));
    const all = lines.flatMap(({ points }) => points);
    const xs = x ?? endsOf(all.map(([a]) => a));
    const ys = y ?? endsOf([...all.map(([, b]) => b), ...heights, ...rules].filter(isShown), log);
    const across = scaleLinear(xs, [LEFT, WIDTH - RIGHT]);
    const upwards = (log ? scaleLog() : scaleLinear()).domain(ys).range([HEIGHT - BOTTOM, TOP]);
    const within = (value: number) => Math.min(log ? Math.max(value, ys[0]) : value, top);
    const below = axisBottom<number>(across).tickSize(4);
    if (ticks) below.tickValues([...ticks]);
    else below.ticks(6);
    if (tick) below.tickFormat((value) => tick(Number(value)));
    this.#axes[0].call(below as never);
    const beside = axisLeft<number>(upwards).tickSize(4);
    this.#axes[1].call(
      (log ? beside.tickValues(logTicks(ys)).tickFormat(powerText) : beside.ticks(4)) as never,
    );
    const path = line<readonly [number, number]>()
      .defined(([a, b]) => Number.isFinite(a) && (Number.isFinite(b) || (b > 0 && Number.isFinite(top))))
      .x(([a]) => across(a))
      .y(([, b]) => upwards(within(b)));
    this.#inside
      .selectAll('path.curve')
      .data(lines)
      .join('path')
      .attr('class', ({ name }) => `curve ${name}`)
      .attr('style', ({ style }) => style ?? null)
      .attr('d', ({ points }) => path(points));
    this.#inside
      .selectAll('path.rule')
      .data(rules.filter(isShown))
      .join('path')
      .attr('class', 'rule')
      .attr('d', (value) => `M${LEFT},${upwards(within(value))}H${WIDTH - RIGHT}`);
    const seen = marks.filter((mark) => Number.isFinite(mark.x) && (mark.y === undefined || isShown(mark.y)));
    this.#inside
      .selectAll('path.upright')
      .data(seen.filter((mark) => mark.y === undefined))
      .join('path')
      .attr('class', ({ name }) => `upright ${name}`)
      .attr('d', (mark) => `M${across(mark.x)},${TOP}V${HEIGHT - BOTTOM}`);
    this.#inside
      .selectAll('circle')
      .data(seen.filter((mark) => mark.y !== undefined))
      .join('circle')
      .attr('class', ({ name }) => `mark ${name}`)
      .attr('style', ({ style }) => style ?? null)
      .attr('r', 4.5)
      .attr('cx', (mark) => across(mark.x))
      .attr('cy', (mark) => upwards(within(mark.y!)));
  }
}

/** The ends of what is drawn, with a little room; of a logarithmic axis in factors. */
function endsOf(values: readonly number[], log = false): [number, number] {
  if (values.length === 0) return log ? [0.1, 10] : [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (log) return [Math.max(low, high * 10 ** -MOST_DECADES) / 1.5, high * 1.5];
  const room = (high - low) * 0.05 || 1;
  return [low - room, high + room];
}

/** Powers of ten, at most five of them; where the axis has no two, what stands between. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  if (last <= first) return scaleLog().domain([low, high]).ticks(3);
  const stride = Math.ceil((last - first + 1) / 5);
  return Array.from(
    { length: Math.floor((last - first) / stride) + 1 },
    (_, i) => 10 ** (first + i * stride),
  );
}

/** 10ⁿ for a power of ten far from 1, else the number. */
function powerText(value: number): string {
  const exponent = Math.round(Math.log10(value));
  const isPower = Math.abs(value / 10 ** exponent - 1) < 1e-9;
  return isPower && Math.abs(exponent) > 2 ? `10${raised(exponent)}` : short(value);
}
