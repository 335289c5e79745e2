/**
 * A graph made ready to be evaluated: its nodes in order, one row each, computed by one loop.
 *
 * NaN means 'no value' and is never lost on the way: x^0 is NaN where x is. A division by zero has no value. Numbers
 * beyond the range of float64 become ±∞ and may come back to 0 only where that is right to 1e-300, as in 1/(1 + e^x).
 */

import type { Vector } from '../../seams.js';
import { functionCode, functionOf } from './functions.js';
import { type Graph, Op } from './graph.js';

/** What may be divided by ∞: the true quotient is then below 1e-300. */
const VANISHES_OVER_INFINITY = 1e8;

/** Below it float64 loses digits. */
const SMALLEST = 2 ** -1022;
const EXP = functionCode('exp')!;
const SECH = functionCode('sech')!;

function mayUnderflow(op: number): boolean {
  return op === Op.multiply || op === Op.divide || op === Op.power || op === Op.absolutePower || op === Op.signedPower || op === EXP || op === SECH; // biome-ignore format: one idea
}

/** Values of several nodes of a graph at a point. */
export class Tape {
  readonly graph: Graph;
  readonly roots: readonly number[];
  /** The node of each slot. */
  readonly nodes: readonly number[];
  /** The slot of each root. */
  readonly outputs: Int32Array;
  /** Of each slot: operation and the slots of its operands (of a variable, its index). */
  readonly op: Int32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly c: Int32Array;
  /** The value of each slot at the last point. */
  readonly values: Float64Array;
  /** Whether a product, quotient, power or exponential of the last run was too small for float64 to hold. */
  underflowed = false;
  /** The slots that depend on the point. */
  readonly #varying: Int32Array;

  constructor(graph: Graph, roots: readonly number[]) {
    this.graph = graph;
    this.roots = roots;
    this.nodes = graph.below(roots);
    const slots = new Int32Array(graph.size);
    for (const [slot, node] of this.nodes.entries()) slots[node] = slot;
    const size = this.nodes.length;
    const column = (of: readonly number[]) =>
      Int32Array.from(this.nodes, (node) =>
        graph.op[node] <= Op.parameter ? of[node] : of[node] < 0 ? 0 : slots[of[node]],
      );
    this.op = Int32Array.from(this.nodes, (node) => graph.op[node]);
    this.a = column(graph.a);
    this.b = column(graph.b);
    this.c = column(graph.c);
    this.values = new Float64Array(size);
    this.outputs = Int32Array.from(roots, (root) => slots[root]);
    const varying: number[] = [];
    for (let slot = 0; slot < size; slot++) {
      const node = this.nodes[slot];
      if (graph.varies[node]) varying.push(slot);
      else if (this.op[slot] === Op.number) this.values[slot] = graph.numberAt(node)!;
      else if (this.op[slot] === Op.parameter) this.values[slot] = graph.parameters[graph.a[node]].value;
      else this.values[slot] = this.#compute(slot);
    }
    this.#varying = Int32Array.from(varying);
  }

  /** Writes the roots' values at x into `out`. */
  run(x: Vector, out: Vector): Vector {
    const { op, a, values, outputs } = this;
    this.underflowed = false;
    for (const slot of this.#varying) {
      values[slot] = op[slot] === Op.variable ? x[a[slot]] : this.#compute(slot);
    }
    for (let k = 0; k < outputs.length; k++) out[k] = values[outputs[k]];
    return out;
  }

  #compute(slot: number): number {
    const { values } = this;
    const op = this.op[slot];
    const [a, b] = [this.a[slot], this.b[slot]];
    const value = evaluate(op, values[a], values[b], values[this.c[slot]]);
    if (value < SMALLEST && value > -SMALLEST && mayUnderflow(op) && values[a] !== 0) {
      if (op !== Op.multiply || values[b] !== 0) this.underflowed = true;
    }
    return value;
  }
}

/** One operation. */
export function evaluate(op: number, u: number, v: number, w: number): number {
  switch (op) {
    case Op.add:
      return u + v;
    case Op.subtract:
      return u - v;
    case Op.multiply:
      return u * v;
    case Op.divide:
      return quotient(u, v);
    case Op.negate:
      return -u;
    case Op.power:
      return power(u, v);
    case Op.max:
      return Math.max(u, v);
    case Op.min:
      return Math.min(u, v);
    case Op.atan2:
      return u === 0 && v === 0 ? Number.NaN : Math.atan2(u + 0, v + 0);
    case Op.select:
      return u > 0 ? v : u < 0 ? w : Number.NaN;
    case Op.absolutePower:
      return power(Math.abs(u), v);
    case Op.signedPower:
      return u === 0 ? (v > 0 ? 0 : Number.NaN) : Math.sign(u) * power(Math.abs(u), v);
    default:
      return functionOf(op)!.at(u);
  }
}

function quotient(u: number, v: number): number {
  if (v === 0) return Number.NaN;
  if (Math.abs(v) === Number.POSITIVE_INFINITY && !(Math.abs(u) < VANISHES_OVER_INFINITY)) return Number.NaN;
  return u / v;
}

function power(u: number, v: number): number {
  if (v === 2) return u * u;
  if (v === 1) return u;
  if (v === 3) return u * u * u;
  if (v === 0) return u - u + 1; // 0^0 = 1, and NaN stays NaN
  if (u === 0) return v > 0 ? 0 : Number.NaN;
  if (u === 1) return v - v + 1;
  return u ** v;
}
