/** Trajectories in the plane, to be drawn over level sets. */

import type { Data } from '../../src/display/figure-types.js';
import type { Window2D } from '../../src/display/level-sets.js';
import type { PlottedTrajectory } from '../../src/evaluation/evaluate.js';

type PlanePoint = readonly [number | null, number | null];

const GAP: PlanePoint = [null, null]; // breaks the line

/** How the traces are to be read; for a title. */
export const TRAJECTORY_KEY = 'solid: updates, dotted: teleports, square: start';

/**
 * A trajectory: solid lines for updates, dotted ones for teleports, a circle an iterate and a square the start.
 * A teleport follows its step's update, or comes before it: it is drawn from where it left to where it arrived.
 * With the window of the picture, an open diamond at its edge marks where the trajectory first leaves it, and the
 * legend says at which step.
 */
export function trajectoryTraces(
  name: string,
  trajectory: PlottedTrajectory,
  hex: string,
  window?: Window2D,
): Data[] {
  const moves = movesOf(trajectory);
  const exit = window && firstExit(moves, window);
  const shared = { type: 'scatter', legendgroup: name, showlegend: false } as const;
  const lines = (teleports: boolean): Data => ({
    ...shared,
    ...xy(moves.filter(({ teleport }) => teleport === teleports).flatMap(({ from, to }) => [from, to, GAP])),
    mode: 'lines',
    line: { color: hex, width: 1.8, ...(teleports && { dash: 'dot' }) },
  });
  const iterates = trajectory.iterates as unknown as PlanePoint[];
  const markers: Data = {
    ...shared,
    ...xy(iterates),
    mode: 'markers',
    marker: {
      color: hex,
      size: iterates.map((_, t) => (t === 0 ? 10 : 6)),
      symbol: iterates.map((_, t) => (t === 0 ? 'square' : 'circle')),
    },
  };
  // Line and marker stand in the legend as they are drawn; the entry has no points of its own.
  const entry: Data = {
    ...shared,
    ...xy([GAP]),
    name: exit ? `${name}<br>(◇ leaves at step ${exit.step})` : name,
    mode: 'lines+markers',
    line: { color: hex, width: 1.8 },
    marker: { color: hex, size: 6 },
    showlegend: true,
  };
  const diamond: Data[] = exit
    ? [
        {
          ...shared,
          ...xy([exit.at]),
          mode: 'markers',
          marker: {
            symbol: 'diamond-open',
            size: 13,
            color: hex,
            line: { width: 2 },
          },
          cliponaxis: false,
        },
      ]
    : [];
  return [lines(false), lines(true), markers, ...diamond, entry];
}

interface Move {
  readonly from: PlanePoint;
  readonly to: PlanePoint;
  /** The step that makes it, from 1. */
  readonly step: number;
  readonly teleport: boolean;
}

/** Updates and teleports in the order in which they are made; teleports at step t follow x_t. */
function movesOf({ iterates, teleports }: PlottedTrajectory): Move[] {
  const moves: Move[] = [];
  let at: PlanePoint | undefined;
  for (let t = 0; t < iterates.length; t++) {
    const to = iterates[t] as unknown as PlanePoint;
    if (at) moves.push({ from: at, to, step: t, teleport: false });
    at = to;
    const jump = teleports.find(({ step }) => step === t);
    if (!jump) continue;
    const [from, arrival] = [jump.from, jump.to] as unknown as PlanePoint[];
    moves.push({ from: at, to: from, step: t + 1, teleport: false });
    moves.push({ from, to: arrival, step: t + 1, teleport: true });
    at = arrival;
  }
  return moves;
}

/** Where the first move that ends outside crosses the edge. */
function firstExit(moves: readonly Move[], { x, y }: Window2D): { at: PlanePoint; step: number } | undefined {
  const inside = ([a, b]: PlanePoint) =>
    a !== null && b !== null && a >= x[0] && a <= x[1] && b >= y[0] && b <= y[1];
  const move = moves.find(({ from, to }) => inside(from) && !inside(to) && to[0] !== null && to[1] !== null);
  if (!move) return undefined;
  const [from, to] = [move.from, move.to] as [number, number][];
  // The share of the move that stays inside, axis by axis.
  const share = [x, y].map(([low, high], i) => {
    const way = to[i] - from[i];
    return way === 0 ? Number.POSITIVE_INFINITY : ((way > 0 ? high : low) - from[i]) / way;
  });
  const s = Math.min(...share);
  return { at: [from[0] + s * (to[0] - from[0]), from[1] + s * (to[1] - from[1])], step: move.step };
}

function xy(points: readonly PlanePoint[]): { x: (number | null)[]; y: (number | null)[] } {
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}
