/**
 * A small regression tree (L. Breiman et al., "Classification and Regression Trees", 1984): a node is split by the predictor and the
 * threshold, half-way between two neighbouring values, that leave the least sum of squares about the two means; to a depth of
 * {@link DEPTH}, with {@link LEAST} rows or more on either side. A leaf predicts its mean.
 *
 * Of npm's libraries, ml-cart has no types and keeps its nodes to itself, and a rule is read off the nodes; hence these lines.
 */

import { refuse } from '../../src/checks.js';
import { type Model, rootMeanSquare } from './ridge.js';

const DEPTH = 2;
const LEAST = 5;

/** A leaf, or a split: rows at or below the threshold go to `below`. */
export type TreeNode =
  | { readonly mean: number; readonly rows: number }
  | {
      readonly predictor: number;
      readonly threshold: number;
      readonly below: TreeNode;
      readonly above: TreeNode;
    };

export interface RegressionTree extends Model {
  readonly root: TreeNode;
}

/** The tree of y on rows. @throws unless there are as many rows as y, and at least two. */
export function fitTree(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  { depth = DEPTH, least = LEAST }: { readonly depth?: number; readonly least?: number } = {},
): RegressionTree {
  if (rows.length < 2 || rows.length !== y.length)
    refuse('fitTree', 'there must be two rows or more, and as many y', `${rows.length} and ${y.length}`);
  const all = rows.map((_, i) => i);
  const root = grow(rows, y, all, depth, least);
  return {
    root,
    predict: (row) => predictBy(root, row),
    get leftOutError() {
      return rootMeanSquare(
        all.map((i) => {
          const others = all.filter((k) => k !== i);
          return y[i] - predictBy(grow(rows, y, others, depth, least), rows[i]);
        }),
      );
    },
  };
}

function predictBy(node: TreeNode, row: readonly number[]): number {
  let at = node;
  while ('predictor' in at) at = row[at.predictor] <= at.threshold ? at.below : at.above;
  return at.mean;
}

function grow(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  own: readonly number[],
  depth: number,
  least: number,
): TreeNode {
  const mean = own.reduce((total, i) => total + y[i], 0) / own.length;
  const split = depth > 0 ? bestSplit(rows, y, own, least) : undefined;
  if (!split) return { mean, rows: own.length };
  const { predictor, threshold } = split;
  const side = (below: boolean) => own.filter((i) => rows[i][predictor] <= threshold === below);
  return {
    predictor,
    threshold,
    below: grow(rows, y, side(true), depth - 1, least),
    above: grow(rows, y, side(false), depth - 1, least),
  };
}

/** The sum of squares about the means falls by n₁n₂/n (m₁ − m₂)². */
function bestSplit(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  own: readonly number[],
  least: number,
): { readonly predictor: number; readonly threshold: number } | undefined {
  let best: { predictor: number; threshold: number } | undefined;
  let largest = 0;
  const total = own.reduce((sum, i) => sum + y[i], 0);
  for (let predictor = 0; predictor < rows[own[0]].length; predictor++) {
    const order = [...own].sort((i, k) => rows[i][predictor] - rows[k][predictor]);
    let below = 0;
    for (let count = 1; count < order.length; count++) {
      below += y[order[count - 1]];
      const [last, next] = [rows[order[count - 1]][predictor], rows[order[count]][predictor]];
      const above = order.length - count;
      if (count < least || above < least || !(next > last)) continue;
      const fall = ((count * above) / order.length) * (below / count - (total - below) / above) ** 2;
      if (fall > largest * (1 + 1e-12)) {
        largest = fall;
        best = { predictor, threshold: (last + next) / 2 };
      }
    }
  }
  return best;
}
