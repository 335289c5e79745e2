/**
 * Cuts off what lies far beyond the edge of a picture: lines and markers of points outside the axes' ranges.
 *
 * plotly leaves them to the viewer's clipping. resvg aborts the whole process where a clipped group lies altogether
 * more than two pictures away, as a diverging trajectory does.
 */

/** Half the box that is kept, about a subplot's origin, in pictures: all that can be seen is within one. */
const REACH = 1;

type Point = readonly [x: number, y: number];

/** The SVG document with its polylines and markers cut to the neighbourhood of the picture. */
export function clipFarMarks(svg: string, width: number, height: number): string {
  const [w, h] = [REACH * width, REACH * height];
  return svg
    .replace(/<path class="js-line"[^>]*?( d="([ML\d.,e+-]*)")[^>]*\/>/g, (element, attribute, d: string) => {
      const clipped = clipPolylines(d, w, h);
      return clipped === '' ? '' : element.replace(attribute, ` d="${clipped}"`);
    })
    .replace(/<path class="point" transform="translate\(([^,)]+),([^,)]+)\)"[^>]*\/>/g, (marker, x, y) => {
      return Math.abs(Number(x)) <= w && Math.abs(Number(y)) <= h ? marker : '';
    });
}

/** M and L commands with absolute coordinates, as plotly writes straight lines; others do not match above. */
function clipPolylines(d: string, w: number, h: number): string {
  const lines = d
    .split('M')
    .filter((line) => line !== '')
    .map((line) =>
      line.split('L').map((point): Point => point.split(',').map(Number) as [number, number] & Point),
    );
  if (lines.flat().every(([x, y]) => Math.abs(x) <= w && Math.abs(y) <= h)) return d;
  return lines.map((line) => clipPolyline(line, w, h)).join('');
}

function clipPolyline(line: readonly Point[], w: number, h: number): string {
  let path = '';
  let at: Point | undefined; // where the path drawn so far ends
  for (let i = 1; i < line.length; i++) {
    const part = clipSegment(line[i - 1], line[i], w, h);
    if (!part) continue;
    const [from, to] = part;
    if (!at || at[0] !== from[0] || at[1] !== from[1]) path += `M${from.join(',')}`;
    path += `L${to.join(',')}`;
    at = to;
  }
  return path;
}

/** The part of a segment within |x| ≤ w, |y| ≤ h, by Liang and Barsky's method; undefined if there is none. */
function clipSegment(a: Point, b: Point, w: number, h: number): [Point, Point] | undefined {
  let [enter, leave] = [0, 1];
  const direction = [b[0] - a[0], b[1] - a[1]];
  for (const [axis, limit] of [
    [0, w],
    [1, h],
  ] as const) {
    // biome-ignore format: a table
    for (const side of [-1, 1]) {
      const speed = side * direction[axis];
      const room = limit - side * a[axis];
      if (speed === 0 && room < 0) return undefined;
      if (speed < 0) enter = Math.max(enter, room / speed);
      if (speed > 0) leave = Math.min(leave, room / speed);
    }
  }
  if (enter > leave) return undefined;
  const point = (s: number): Point => [a[0] + s * direction[0], a[1] + s * direction[1]];
  return [enter === 0 ? a : point(enter), leave === 1 ? b : point(leave)];
}
