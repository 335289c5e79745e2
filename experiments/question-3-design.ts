/**
 * Task families spread by design for question Q3: a Latin hypercube of {@link FAMILIES} points in the unit cube of the axes below,
 * the one of {@link CANDIDATES} drawn hypercubes whose two nearest points are farthest apart (maximin). Plain data.
 *
 *     conditionNumber   10⁰ … 10⁴, even in the logarithm
 *     dimension         2 … 50, even in the logarithm
 *     rotation          0 … π/2: root mean square angle by which the axes of a task are turned against the coordinates
 *     bend              0 for two fifths of the families, then up to 1: γ of `question-3-family.ts`
 *     share             1/2 … 1: of the coordinates (of at most {@link MOST_MOVED}) that the group moves; two at least
 *     group             SO(k), or the torus of rotations of pairs
 *     noise             0 for half of the families, then up to 0.2 of the gradient's length at the start
 *     distance          0.3 … 2, even in the logarithm: of the start, in units of the paper's (root mean square √2)
 */

import { Stream } from '../src/random/stream.js';

/** How many families there are. */
export const FAMILIES = 64;

/** The seed of everything that the design draws. */
export const DESIGN_SEED = 3; // any number would do

const CANDIDATES = 200;

/** SO(12) has 66 dimensions already, which an LSTM of hidden size 20 has to emit. */
const MOST_MOVED = 12;

const MOST_BEND = 1;
const MOST_NOISE = 0.2;

/** The axes of the design. */
export const AXES = [
  'conditionNumber',
  'dimension',
  'rotation',
  'bend',
  'share',
  'group',
  'noise',
  'distance',
] as const;

type Axis = (typeof AXES)[number];

/** One family of the design. */
export interface FamilyPoint {
  /** question-3-01 … */
  readonly id: string;
  readonly conditionNumber: number;
  readonly dimension: number;
  readonly rotation: number;
  readonly bend: number;
  readonly noise: number;
  readonly distance: number;
  /** Sizes of the blocks of coordinates that are rotated among each other. */
  readonly blocks: readonly number[];
  /** At which place in the order of singular values each coordinate stands: it says which of them the group moves. [n] */
  readonly order: readonly number[];
}

/** A Latin hypercube in [0, 1)^axes: in every axis each of `points` equal parts holds one point. [points][axes] */
export function latinHypercube(points: number, axes: number, stream: Stream): number[][] {
  const columns = Array.from({ length: axes }, (_, a) => {
    const own = stream.split(a);
    const order = own.permutation(points);
    return Array.from(order, (cell) => (cell + own.uniform()) / points);
  });
  return Array.from({ length: points }, (_, i) => columns.map((column) => column[i]));
}

/** The distance of the two nearest points. */
export function nearestPair(points: readonly (readonly number[])[]): number {
  let least = Number.POSITIVE_INFINITY; // of squares: this runs whenever the registry is imported
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      let square = 0;
      for (let k = 0; k < points[i].length; k++) square += (points[i][k] - points[j][k]) ** 2;
      least = Math.min(least, square);
    }
  }
  return Math.sqrt(least);
}

/** Of several drawn hypercubes the most spread. */
export function spreadHypercube(points: number, axes: number, stream: Stream): number[][] {
  let best: number[][] = [];
  let farthest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < CANDIDATES; c++) {
    const one = latinHypercube(points, axes, stream.split(c));
    const spread = nearestPair(one);
    if (spread > farthest) [best, farthest] = [one, spread];
  }
  return best;
}

/** From a point of the unit cube to a family. */
export function familyPoint(index: number, unit: readonly number[], stream: Stream): FamilyPoint {
  const u = Object.fromEntries(AXES.map((axis, a) => [axis, unit[a]])) as Record<Axis, number>;
  const dimension = Math.round(2 * 25 ** u.dimension);
  const movable = Math.min(dimension, MOST_MOVED);
  const moved = Math.max(2, Math.round(movable * (0.5 + 0.5 * u.share)));
  const pairs = Array.from({ length: Math.floor(moved / 2) }, () => 2);
  return {
    id: `question-3-${String(index + 1).padStart(2, '0')}`,
    conditionNumber: rounded(10 ** (4 * u.conditionNumber)),
    dimension,
    rotation: rounded((u.rotation * Math.PI) / 2),
    bend: rounded(MOST_BEND * Math.max(0, (u.bend - 0.4) / 0.6)),
    noise: rounded(MOST_NOISE * Math.max(0, (u.noise - 0.5) / 0.5)),
    distance: rounded(0.3 * (2 / 0.3) ** u.distance),
    blocks: u.group < 0.5 ? [moved] : pairs,
    order: Array.from(stream.split('order').split(index).permutation(dimension)),
  };
}

/** Three digits: a record is easier to read. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

const stream = Stream.fromSeed(DESIGN_SEED).split('question-3');

/** The families of question Q3. */
export const familyPoints: readonly FamilyPoint[] = spreadHypercube(
  FAMILIES,
  AXES.length,
  stream.split('cube'),
).map((unit, i) => familyPoint(i, unit, stream));
