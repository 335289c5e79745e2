/**
 * How derivatives are put together: nodes made with the few simplifications that are equal over the reals.
 *
 * The formula itself is never simplified, so that it has a value exactly where it was written to have one. Its
 * derivatives are only asked for where it has a value, so in them 0 · u = 0 for every part u of it. A constant moves
 * past another only if their product stays far from overflow and underflow. Numbers are added only where that is exact.
 * No power of a power is contracted: `(x^2)^(1/2)` is |x|, see `powers.ts`.
 */

import { exactSum } from './exponent.js';
import { functionCode } from './functions.js';
import { type Graph, Op } from './graph.js';

/** Products of constants are taken within this range only. */
const SMALLEST = 1e-290;
const LARGEST = 1e290;

/** Builds nodes of a graph. */
export class Algebra {
  readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  number(value: number): number {
    return this.graph.number(value);
  }

  /** A named function of one argument. */
  call(name: string, u: number): number {
    return this.graph.node(functionCode(name)!, u);
  }

  add(u: number, v: number): number {
    const [a, b] = [this.#value(u), this.#value(v)];
    if (a === 0) return v;
    if (b === 0) return u;
    if (a !== undefined && b !== undefined && isExact(a, b)) return this.number(a + b);
    if (u === v) return this.multiply(this.number(2), u);
    if (this.#is(v, Op.negate)) return this.subtract(u, this.graph.a[v]);
    if (this.#is(u, Op.negate)) return this.subtract(v, this.graph.a[u]);
    if (a !== undefined && b === undefined && a < 0) return this.subtract(v, this.number(-a));
    if (a === undefined && b !== undefined && b < 0) return this.subtract(u, this.number(-b));
    const [p, restU] = this.#scaled(u);
    const [q, restV] = this.#scaled(v);
    if (restU === restV && restU >= 0 && isExact(p, q) && inRange(p + q))
      return this.multiply(this.number(p + q), restU);
    if (q < 0) return this.subtract(u, this.negate(v));
    if (p < 0) return this.subtract(v, this.negate(u));
    return this.graph.node(Op.add, u, v);
  }

  /** Σ terms; multiples of one thing are taken together, and their numbers added without rounding in between. */
  sum(terms: readonly number[]): number {
    if (terms.length === 1) return terms[0];
    const factors = new Map<number, number[]>();
    for (const term of terms) {
      const value = this.#value(term);
      const [factor, rest] = value === undefined ? this.#scaled(term) : [value, this.number(1)];
      const before = factors.get(rest);
      if (before) before.push(factor);
      else factors.set(rest, [factor]);
    }
    const one = this.number(1);
    let total = this.number(0);
    for (const [rest, numbers] of factors) {
      const factor = exactSum(numbers);
      if (!inRange(factor)) return terms.reduce((sum, term) => this.add(sum, term));
      total = this.add(total, rest === one ? this.number(factor) : this.multiply(this.number(factor), rest));
    }
    return total;
  }

  subtract(u: number, v: number): number {
    const [a, b] = [this.#value(u), this.#value(v)];
    if (b === 0) return u;
    if (a === 0) return this.negate(v);
    if (u === v) return this.number(0);
    if (a !== undefined && b !== undefined && isExact(a, -b)) return this.number(a - b);
    if (this.#is(v, Op.negate)) return this.add(u, this.graph.a[v]);
    if (this.#scaled(v)[0] < 0) return this.add(u, this.negate(v));
    return this.graph.node(Op.subtract, u, v);
  }

  negate(u: number): number {
    const a = this.#value(u);
    if (a !== undefined) return this.number(-a);
    const { graph } = this;
    if (this.#is(u, Op.negate)) return graph.a[u];
    if (this.#is(u, Op.subtract)) return graph.node(Op.subtract, graph.b[u], graph.a[u]);
    const factor = this.#is(u, Op.multiply) ? this.#value(graph.a[u]) : undefined;
    if (factor !== undefined) return this.multiply(this.number(-factor), graph.b[u]);
    return graph.node(Op.negate, u);
  }

  multiply(u: number, v: number): number {
    const { graph } = this;
    const [a, b] = [this.#value(u), this.#value(v)];
    if (b !== undefined && a === undefined) return this.multiply(v, u);
    if (a === 0 || b === 0) return this.number(0);
    if (a === 1) return v;
    if (a === -1) return this.negate(v);
    if (a !== undefined) {
      if (b !== undefined && inRange(a * b)) return this.number(a * b);
      const inner = this.#is(v, Op.multiply) || this.#is(v, Op.divide) ? this.#value(graph.a[v]) : undefined;
      if (inner !== undefined && inRange(a * inner)) {
        const product = this.number(a * inner);
        return this.#is(v, Op.multiply)
          ? this.multiply(product, graph.b[v])
          : this.divide(product, graph.b[v]);
      }
    }
    if (this.#is(v, Op.negate)) return this.negate(this.multiply(u, graph.a[v]));
    if (this.#is(u, Op.negate)) return this.negate(this.multiply(graph.a[u], v));
    // A constant factor goes to the front.
    for (const [x, y] of [
      [u, v],
      [v, u],
    ]) {
      // biome-ignore format: two orders
      if (a === undefined && this.#is(y, Op.multiply) && this.#value(graph.a[y]) !== undefined) {
        return this.multiply(graph.a[y], this.multiply(x, graph.b[y]));
      }
    }
    if (this.#is(v, Op.divide) && this.#value(graph.a[v]) === 1) return this.divide(u, graph.b[v]);
    return graph.node(Op.multiply, u, v);
  }

  divide(u: number, v: number): number {
    const { graph } = this;
    const [a, b] = [this.#value(u), this.#value(v)];
    if (a === 0) return u;
    if (b === 1) return u;
    if (b !== undefined && b !== 0) {
      if (a !== undefined && inRange(a / b)) return this.number(a / b);
      const factor = this.#is(u, Op.multiply) ? this.#value(graph.a[u]) : undefined;
      if (factor !== undefined && inRange(factor / b) && (factor / b) * b === factor) {
        return this.multiply(this.number(factor / b), graph.b[u]);
      }
    }
    if (this.#is(u, Op.negate)) return this.negate(this.divide(graph.a[u], v));
    return graph.node(Op.divide, u, v);
  }

  /** u^p for a number p. */
  power(u: number, p: number): number {
    if (p === 0) return this.number(1);
    if (p === 1) return u;
    return this.graph.node(Op.power, u, this.number(p));
  }

  /** u^v in general. */
  generalPower(u: number, v: number): number {
    const p = this.#value(v);
    return p === undefined ? this.graph.node(Op.power, u, v) : this.power(u, p);
  }

  select(test: number, above: number, below: number): number {
    return above === below ? above : this.graph.node(Op.select, test, above, below);
  }

  isZero(u: number): boolean {
    return this.#value(u) === 0;
  }

  #value(u: number): number | undefined {
    return this.graph.numberAt(u);
  }

  #is(u: number, op: number): boolean {
    return this.graph.op[u] === op;
  }

  /** u as a number times a rest. */
  #scaled(u: number): readonly [factor: number, rest: number] {
    if (this.#is(u, Op.negate)) return [-1, this.graph.a[u]];
    const factor = this.#is(u, Op.multiply) ? this.#value(this.graph.a[u]) : undefined;
    if (factor !== undefined) return [factor, this.graph.b[u]];
    return [1, this.#value(u) === undefined ? u : -1];
  }
}

/** Whether a + b is a number without rounding (Knuth's two-sum). */
function isExact(a: number, b: number): boolean {
  const sum = a + b;
  const part = sum - a;
  return Number.isFinite(sum) && a - (sum - part) + (b - part) === 0;
}

function inRange(value: number): boolean {
  const size = Math.abs(value);
  return value === 0 || (size >= SMALLEST && size <= LARGEST);
}
