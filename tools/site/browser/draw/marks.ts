/** What is drawn on a plane: lines in one colour or along a scale of colours, arrows, dots. */

import { interpolateViridis } from 'd3-scale-chromatic';
import { line } from 'd3-shape';
import type { Layer, Plane, XY } from './plane.js';

/** Coordinates beyond this are cut off: browsers draw nothing where numbers are too large. */
const FAR = 1e5;

const placed = (plane: Plane, point: XY): [number, number] => {
  const [x, y] = plane.at(point);
  return [Math.max(-FAR, Math.min(FAR, x)), Math.max(-FAR, Math.min(FAR, y))];
};

const pathOf = line<[number, number]>();

/** The points as one path; where one is not finite the line is broken. */
export function pathThrough(plane: Plane, points: readonly XY[]): string {
  const isThere = (point: XY) => Number.isFinite(point[0]) && Number.isFinite(point[1]);
  return line<XY>()
    .defined(isThere)
    .x((p) => placed(plane, p)[0])
    .y((p) => placed(plane, p)[1])(points)!;
}

/** One line. */
export function drawLine(layer: Layer, plane: Plane, points: readonly XY[], name: string): void {
  layer
    .selectAll(`path.${name}`)
    .data([0])
    .join('path')
    .attr('class', name)
    .attr('d', pathThrough(plane, points));
}

/** A line whose pieces have colours, each by a number from 0 to 1. */
export function drawColoured(
  layer: Layer,
  plane: Plane,
  points: readonly XY[],
  shades: readonly number[],
): void {
  const places = points.map((point) => placed(plane, point));
  layer
    .selectAll('path')
    .data(places.slice(1))
    .join('path')
    .attr('class', 'coloured')
    .attr('d', (place, i) => pathOf([places[i], place]))
    .attr('stroke', (_, i) => shadeColour((shades[i] + shades[i + 1]) / 2));
}

/** Dark where small, bright where large; without the ends of the scale, which a light or a dark page would hide. */
export function shadeColour(shade: number): string {
  return interpolateViridis(0.08 + 0.8 * (Number.isFinite(shade) ? shade : 0));
}

/** Numbers on the scale from the smallest to the largest. */
export function shadesOf(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
}

/** An arrow to be drawn. */
export interface Arrow {
  /** Its class. */
  readonly name: string;
  readonly from: XY;
  readonly to: XY;
  /** Its length in the picture, where only its direction counts. */
  readonly length?: number;
}

const HEAD = 9;

/** Arrows; one too short for a head has none. */
export function drawArrows(layer: Layer, plane: Plane, arrows: readonly Arrow[]): void {
  layer
    .selectAll('path')
    .data(arrows)
    .join('path')
    .attr('class', ({ name }) => `arrow ${name}`)
    .attr('d', (arrow) => arrowPath(plane, arrow));
}

function arrowPath(plane: Plane, { from, to, length }: Arrow): string {
  const [x0, y0] = placed(plane, from);
  const [x1, y1] = placed(plane, to);
  const size = Math.hypot(x1 - x0, y1 - y0);
  if (!(size > 0)) return '';
  const [ux, uy] = [(x1 - x0) / size, (y1 - y0) / size];
  const reach = length ?? size;
  const [x, y] = [x0 + reach * ux, y0 + reach * uy];
  const shaft = `M${x0},${y0}L${x},${y}`;
  if (reach < HEAD) return shaft;
  const side = (s: number) => `${x - HEAD * ux - s * uy},${y - HEAD * uy + s * ux}`;
  return `${shaft}M${side(HEAD / 2)}L${x},${y}L${side(-HEAD / 2)}`;
}

/** A dot to be drawn. */
export interface Dot {
  readonly name: string;
  readonly at: XY;
  readonly radius?: number;
  readonly style?: string;
}

/** Dots. */
export function drawDots(layer: Layer, plane: Plane, dots: readonly Dot[]): void {
  layer
    .selectAll('circle')
    .data(dots)
    .join('circle')
    .attr('class', ({ name }) => name)
    .attr('style', ({ style }) => style ?? null)
    .attr('r', ({ radius = 4 }) => radius)
    .attr('cx', ({ at }) => placed(plane, at)[0])
    .attr('cy', ({ at }) => placed(plane, at)[1]);
}
