/**
 * A picture of the plane: level sets below, a frame with ticks, layers to draw in. Units are the same along both axes, so that
 * right angles look right.
 */

import { axisBottom, axisLeft } from 'd3-axis';
import { contours } from 'd3-contour';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type Selection, select } from 'd3-selection';
import { line } from 'd3-shape';

/** The square of the plane that is seen. */
export interface View {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

export type Layer = Selection<SVGGElement, unknown, null, undefined>;
export type XY = ArrayLike<number>;

/** Side of the picture in its own units, and the room for ticks. */
export const SIDE = 420;
const [LEFT, BOTTOM, EDGE] = [30, 22, 6];

/** Cells of a function's grid to a side, unless told. */
const CELLS = 120;

/** Part of the view by which a grid is wider to each side, so that level sets reach the frame. */
const MARGIN = 0.04;

/** Shares of the plane that lie below the level sets drawn. */
const SHARES = [0.004, 0.012, 0.03, 0.07, 0.13, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97];

/** Where each figure of the page has its own clip path. */
let count = 0;

/** A function's values at the middles of a grid's cells. */
export interface Grid {
  readonly values: number[]; // [cells · cells], from the bottom up
  readonly cells: number;
  readonly view: View;
  /** What it covers: the view with a margin. */
  readonly extent: View;
}

const widened = ([low, high]: readonly [number, number]) =>
  [low - MARGIN * (high - low), high + MARGIN * (high - low)] as const;

/** f on a grid over the view; where f has no value there is NaN. */
export function gridOf(f: (x: Float64Array) => number, view: View, cells = CELLS): Grid {
  const extent = { x: widened(view.x), y: widened(view.y) };
  const values: number[] = [];
  const point = new Float64Array(2);
  const at = ([low, high]: readonly [number, number], i: number) => low + ((high - low) * (i + 0.5)) / cells;
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      point[0] = at(extent.x, i);
      point[1] = at(extent.y, j);
      values.push(f(point));
    }
  }
  return { values, cells, view, extent };
}

/** The lines f = level in coordinates of the plane, without what runs along the edge of the grid. */
export function levelLines({ values, cells, extent }: Grid, level: number): [number, number][][] {
  const shape = contours().size([cells, cells]).contour(values.map(orHighest), level);
  const scaleOf =
    ([low, high]: readonly [number, number]) =>
    (c: number) =>
      low + ((high - low) * c) / cells;
  const [x, y] = [scaleOf(extent.x), scaleOf(extent.y)];
  const inside = (c: number) => c > 0.5 && c < cells - 0.5;
  const lines: [number, number][][] = [];
  for (const ring of shape.coordinates.flat()) {
    const closed = ring.every(([i, j]) => inside(i) && inside(j));
    if (closed) {
      lines.push(ring.map(([i, j]) => [x(i), y(j)]));
      continue;
    }
    // From a point on the edge on, so that no line is torn where the ring begins.
    const first = ring.findIndex(([i, j]) => !inside(i) || !inside(j));
    const turned = [...ring.slice(first), ...ring.slice(1, first + 1)];
    let current: [number, number][] = [];
    for (const [i, j] of turned) {
      if (inside(i) && inside(j)) current.push([x(i), y(j)]);
      else if (current.length > 0) {
        lines.push(current);
        current = [];
      }
    }
    if (current.length > 0) lines.push(current);
  }
  return lines;
}

const orHighest = (value: number) => (Number.isFinite(value) ? value : Number.MAX_VALUE);

/** One picture. */
export class Plane {
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  #x: ScaleLinear<number, number> = scaleLinear([LEFT, SIDE - EDGE]);
  #y: ScaleLinear<number, number> = scaleLinear([SIDE - BOTTOM, EDGE]);
  readonly #levels: Layer;
  readonly #axes: readonly Layer[];
  readonly #inside: Layer;

  /** @param element an empty svg, which keeps its place on the page from the first paint on. */
  constructor(element: SVGSVGElement) {
    this.svg = select(element).attr('viewBox', `0 0 ${SIDE} ${SIDE}`);
    const id = `inside-${count++}`;
    const [width, height] = [SIDE - EDGE - LEFT, SIDE - BOTTOM - EDGE];
    const frame = () =>
      this.svg.append('rect').attr('x', LEFT).attr('y', EDGE).attr('width', width).attr('height', height);
    frame().attr('class', 'ground');
    const clip = this.svg.append('clipPath').attr('id', id);
    clip.append(() => frame().remove().node()!);
    this.#levels = this.svg.append('g').attr('clip-path', `url(#${id})`).attr('class', 'levels');
    this.#inside = this.svg.append('g').attr('clip-path', `url(#${id})`);
    frame().attr('class', 'frame-line');
    const axis = (dx: number, dy: number) =>
      this.svg
        .append('g')
        .attr('class', 'axis')
        .attr('aria-hidden', 'true')
        .attr('transform', `translate(${dx},${dy})`);
    this.#axes = [axis(0, SIDE - BOTTOM), axis(LEFT, 0)];
  }

  /** The view, its frame and the level sets of a grid over it. */
  show(grid: Grid): void {
    const { view } = grid;
    this.#x = this.#x.domain(view.x);
    this.#y = this.#y.domain(view.y);
    this.#axes[0].call(axisBottom(this.#x).ticks(7).tickSize(4));
    this.#axes[1].call(axisLeft(this.#y).ticks(7).tickSize(4));
    const sorted = grid.values.filter(Number.isFinite).sort((a, b) => a - b);
    const levels =
      sorted.length === 0 ? [] : SHARES.map((share) => sorted[Math.floor(share * sorted.length)]);
    const path = line<XY>(
      (p) => this.#x(p[0]),
      (p) => this.#y(p[1]),
    );
    const paths = [...new Set(levels)].map((level) =>
      levelLines(grid, level)
        .map((one) => path(one))
        .join(''),
    );
    this.#levels.selectAll('path').data(paths).join('path').attr('d', String);
  }

  /** A layer within the frame, above those before it. */
  layer(name: string): Layer {
    return this.#inside.append('g').attr('class', name);
  }

  /** A layer that the frame does not cut, for what is taken hold of. */
  above(name: string): Layer {
    return this.svg.append('g').attr('class', name);
  }

  /** Where a point of the plane is in the picture. */
  at(point: XY): [number, number] {
    return [this.#x(point[0]), this.#y(point[1])];
  }

  /** Which point of the plane a place of the picture is, within the view. */
  from(x: number, y: number): [number, number] {
    return this.within([this.#x.invert(x), this.#y.invert(y)]);
  }

  /** The point of the view that is nearest to a point of the plane. */
  within(point: XY): [number, number] {
    const inside = (value: number, [low, high]: number[]) => Math.min(high, Math.max(low, value));
    return [inside(point[0], this.#x.domain()), inside(point[1], this.#y.domain())];
  }

  /** Width of the view. */
  get span(): number {
    const [low, high] = this.#x.domain();
    return high - low;
  }
}
