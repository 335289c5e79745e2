/**
 * Derivatives of a formula's graph, exactly, in reverse: one walk from the formula down to its variables gives all
 * partial derivatives, with a handful of new nodes for each old one. A second walk from each partial gives the
 * Hessian, so it costs n times the formula and no more.
 *
 * The rule of each operation is local: with w = ∂f/∂node, an operand u receives w ∂node/∂u.
 */

import { Algebra } from './algebra.js';
import { functionOf } from './functions.js';
import { type Graph, Op } from './graph.js';
import { isPower, powerDerivative, powerForm, signedDerivative } from './powers.js';

/** ∂f/∂xᵢ by i; what is missing is zero. */
export type Partials = ReadonlyMap<number, number>;

/** An entry of a Hessian, j ≥ i; what is missing is zero. */
export interface HessianEntry {
  readonly i: number;
  readonly j: number;
  readonly node: number;
}

/** Differentiates nodes of one graph and remembers what it has found. */
export class Differentiator {
  readonly algebra: Algebra;
  readonly #graph: Graph;
  readonly #known = new Map<number, Partials>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.algebra = new Algebra(graph);
  }

  /** All partial derivatives of a node. */
  partials(root: number): Partials {
    let found = this.#known.get(root);
    if (!found) {
      found = this.#walk(root);
      this.#known.set(root, found);
    }
    return found;
  }

  /** The upper triangle of the Hessian of a node. */
  hessian(root: number): HessianEntry[] {
    const entries: HessianEntry[] = [];
    for (const [i, partial] of this.partials(root)) {
      for (const [j, node] of this.#walk(partial)) if (j >= i) entries.push({ i, j, node });
    }
    return entries.sort((p, q) => p.i - q.i || p.j - q.j);
  }

  #walk(root: number): Partials {
    const g = this.algebra;
    const graph = this.#graph;
    const weights = new Map<number, number[]>([[root, [g.number(1)]]]);
    const result = new Map<number, number[]>();
    const give = (into: Map<number, number[]>, key: number, share: number) => {
      if (g.isZero(share)) return;
      const before = into.get(key);
      if (before === undefined) into.set(key, [share]);
      else before.push(share);
    };
    const below = graph.below([root], true);
    for (let k = below.length - 1; k >= 0; k--) {
      const node = below[k];
      const shares = weights.get(node);
      if (shares === undefined) continue;
      weights.delete(node);
      const w = g.sum(shares);
      const op = graph.op[node];
      const [a, b] = [graph.a[node], graph.b[node]];
      if (op === Op.variable) give(result, a, w);
      else if (op === Op.multiply) {
        if (graph.varies[a]) give(weights, a, g.multiply(w, b));
        if (graph.varies[b]) give(weights, b, g.multiply(w, a));
      } else if (op === Op.max || op === Op.min || op === Op.select) {
        for (const [i, branch] of this.#branches(node)) give(result, i, g.multiply(w, branch));
      } else {
        for (const [operand, local] of this.#local(node)) {
          if (graph.varies[operand]) give(weights, operand, g.multiply(w, local()));
        }
      }
    }
    const sums = [...result].map(([i, shares]) => [i, g.sum(shares)] as const);
    return new Map(sums.filter(([, node]) => !g.isZero(node)).sort(([i], [j]) => i - j));
  }

  /** The operands of a node and ∂node/∂operand. */
  #local(node: number): readonly (readonly [operand: number, local: () => number])[] {
    const g = this.algebra;
    const graph = this.#graph;
    const op = graph.op[node];
    const [a, b] = [graph.a[node], graph.b[node]];
    if (isPower(graph, node)) {
      const form = powerForm(graph, node);
      return [[form.base, () => powerDerivative(g, node, form)]];
    }
    switch (op) {
      case Op.add:
        return [[a, () => g.number(1)], [b, () => g.number(1)]]; // biome-ignore format: a rule a line
      case Op.subtract:
        return [[a, () => g.number(1)], [b, () => g.number(-1)]]; // biome-ignore format: a rule a line
      case Op.negate:
        return [[a, () => g.number(-1)]];
      case Op.divide: // −(a/b)/b: a square of b could overflow
        return [
          [a, () => g.divide(g.number(1), b)],
          [b, () => g.negate(g.divide(node, b))],
        ];
      case Op.power:
        return [
          [a, () => g.multiply(b, g.generalPower(a, g.subtract(b, g.number(1))))],
          [b, () => g.multiply(node, g.call('log', a))],
        ];
      case Op.atan2: {
        const square = () => g.add(g.power(a, 2), g.power(b, 2));
        return [
          [a, () => g.divide(b, square())],
          [b, () => g.negate(g.divide(a, square()))],
        ];
      }
      case Op.absolutePower:
      case Op.signedPower:
        return [[a, () => signedDerivative(g, node)]];
      default:
        return [[a, () => functionOf(op)!.derivative(g, a, node)]];
    }
  }

  /**
   * The partials of a maximum, a minimum or a choice: those of the operand that is taken. They are chosen whole, so
   * that a kink in the other operand does no harm.
   */
  #branches(node: number): Partials {
    const g = this.algebra;
    const graph = this.#graph;
    const [a, b, c] = [graph.a[node], graph.b[node], graph.c[node]];
    const [test, above, below] =
      graph.op[node] === Op.select
        ? [a, b, c]
        : graph.op[node] === Op.max
          ? [g.subtract(a, b), a, b]
          : [g.subtract(b, a), a, b];
    const [whenAbove, whenBelow] = [this.partials(above), this.partials(below)];
    const zero = g.number(0);
    const chosen = new Map<number, number>();
    for (const i of new Set([...whenAbove.keys(), ...whenBelow.keys()])) {
      chosen.set(i, g.select(test, whenAbove.get(i) ?? zero, whenBelow.get(i) ?? zero));
    }
    return chosen;
  }
}
