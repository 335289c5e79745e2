/** A point that is dragged: by mouse, by finger, by the arrow keys, or put where the picture is clicked. */

import { drag } from 'd3-drag';
import { pointer, select } from 'd3-selection';
import type { Plane, XY } from './plane.js';

export interface MovableOptions {
  readonly plane: Plane;
  /** What it is, for those who do not see it. */
  readonly label: string;
  /** Where the reader wants it. */
  readonly onMove: (x: number, y: number) => void;
}

/** Part of the view's width that an arrow key moves by; five times as much with the shift key. */
const KEY_STEP = 0.01;

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Puts a handle on the plane; returns what places it. */
export function movable({ plane, label, onMove }: MovableOptions): (at: XY, words: string) => void {
  let here: XY = [0, 0];
  const handle = plane
    .above('handles')
    .append('g')
    .attr('class', 'handle')
    .attr('tabindex', 0)
    .attr('role', 'slider') // of the roles that take arrow keys the one nearest to a point
    .attr('aria-roledescription', 'movable point')
    .attr('aria-label', `${label}; arrow keys move it`);
  handle.append('circle').attr('class', 'reach').attr('r', 24);
  handle.append('circle').attr('class', 'knob').attr('r', 7);
  const svg = plane.svg.node()!;
  const moveTo = (x: number, y: number) => onMove(...plane.from(x, y));
  handle.call(
    drag<SVGGElement, unknown>()
      .container(svg)
      .subject(() => {
        const [x, y] = plane.at(here);
        return { x, y };
      })
      .on('start', () => handle.node()!.focus({ preventScroll: true }))
      .on('drag', ({ x, y }: { x: number; y: number }) => moveTo(x, y)),
  );
  handle.on('keydown', (event: KeyboardEvent) => {
    const direction = KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    const step = KEY_STEP * plane.span * (event.shiftKey ? 5 : 1);
    here = plane.within([here[0] + step * direction[0], here[1] + step * direction[1]]);
    onMove(here[0], here[1]); // and here it is for the next key, which may come before the next frame
  });
  plane.svg.on(`click.${name}`, (event: MouseEvent) => {
    if (!select(event.target as Element).classed('reach')) moveTo(...pointer(event, svg));
  });
  return (at, words) => {
    here = at;
    handle.attr('transform', `translate(${plane.at(at).join(',')})`);
    handle.attr('aria-valuenow', at[0]).attr('aria-valuetext', words);
  };
}
