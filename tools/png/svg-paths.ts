/**
 * Lengths of SVG paths without a browser: plotly asks for them to place the labels of contour lines and the heads of
 * arrows. Curves are taken as polygons, which is exact enough for that.
 */

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Chords that a Bézier curve is cut into. */
const CHORDS = 8;

/** A path as a polygon, with the length up to each of its points; moves without drawing have no length. */
interface Polygon {
  readonly points: readonly Point[];
  readonly lengths: readonly number[];
}

/** A point of a Bézier curve by de Casteljau's construction. */
function bezier(control: readonly Point[], t: number): Point {
  if (control.length === 1) return control[0];
  const between = control.slice(1).map(({ x, y }, i) => ({
    x: (1 - t) * control[i].x + t * x,
    y: (1 - t) * control[i].y + t * y,
  }));
  return bezier(between, t);
}

/** Coordinates of one command, in groups of `size`: a command's letter may be followed by several. */
const GROUP_SIZE: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6, Z: 0 };

function toPolygon(path: string): Polygon {
  const points: Point[] = [];
  const lengths: number[] = [];
  let start: Point = { x: 0, y: 0 };
  const moveTo = (to: Point) => {
    start = to;
    points.push(to);
    lengths.push(lengths.at(-1) ?? 0);
  };
  const lineTo = (to: Point) => {
    const from = points.at(-1) ?? start;
    points.push(to);
    lengths.push((lengths.at(-1) ?? 0) + Math.hypot(to.x - from.x, to.y - from.y));
  };
  for (const [, command, list] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (list.match(/[-+]?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    const size = GROUP_SIZE[command];
    if (size === undefined)
      throw new Error(`pathLength: command must be one of M L H V Q C Z, got ${command}`);
    if (command === 'Z') lineTo(start);
    for (let at = 0; size > 0 && at + size <= numbers.length; at += size) {
      const here = points.at(-1) ?? start;
      const group = numbers.slice(at, at + size);
      if (command === 'H') lineTo({ x: group[0], y: here.y });
      else if (command === 'V') lineTo({ x: here.x, y: group[0] });
      else if (command === 'M' && at === 0) moveTo({ x: group[0], y: group[1] });
      else {
        const control = [here];
        for (let i = 0; i < size; i += 2) control.push({ x: group[i], y: group[i + 1] });
        const chords = control.length === 2 ? 1 : CHORDS;
        for (let i = 1; i <= chords; i++) lineTo(bezier(control, i / chords));
      }
    }
  }
  return { points, lengths };
}

/** The last path asked about: plotly asks about one many times in a row. */
let last: { path: string; polygon: Polygon } | undefined;

function polygonOf(path: string): Polygon {
  if (last?.path !== path) last = { path, polygon: toPolygon(path) };
  return last.polygon;
}

/** The length of a path, given as its attribute `d`. */
export function pathLength(path: string): number {
  return polygonOf(path).lengths.at(-1) ?? 0;
}

/** The point that lies the given length along a path. */
export function pointAtLength(path: string, length: number): Point {
  const { points, lengths } = polygonOf(path);
  const next = lengths.findIndex((reached) => reached >= length);
  if (next < 0) return points.at(-1) ?? { x: 0, y: 0 };
  if (next === 0) return points[0];
  const fraction = (length - lengths[next - 1]) / (lengths[next] - lengths[next - 1]);
  return bezier([points[next - 1], points[next]], fraction);
}
