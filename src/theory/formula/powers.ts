/**
 * Powers of powers, and their derivatives.
 *
 * sqrt, cbrt, abs and u^p with a number p, one over the other, are of three kinds over one base u:
 *
 *     plain    u^p             where u^p has a value
 *     even     |u|^p           for every u
 *     odd      sign(u) |u|^p   for every u
 *
 * `(u^2)^(1/2)` is |u|, not u; `sqrt(u)^2` is u, but only where u ≥ 0. The derivative of a plain power is p u^(p−1), of
 * an even one p times the odd power p − 1, of an odd one p times the even power p − 1: so |u|³ has the second
 * derivative 6|u|, at 0 too, and |u| has sign(u), which is nothing at 0.
 */

import type { Algebra } from './algebra.js';
import {
  exponentNode,
  exponentOf,
  type Fraction,
  fraction,
  isEven,
  isOdd,
  isWhole,
  lessOne,
  times,
  toNumber,
} from './exponent.js';
import { ABS, CBRT, SQRT } from './functions.js';
import { type Graph, Op } from './graph.js';

/** A node as a power of a base that is no power itself. */
export interface PowerForm {
  readonly base: number;
  readonly exponent: Fraction;
  readonly kind: 'plain' | 'even' | 'odd';
}

const ONE = fraction(1n, 1n);
const HALF = fraction(1n, 2n);
const THIRD = fraction(1n, 3n);

/** Whether a node is a power, a root or an absolute value. */
export function isPower(graph: Graph, node: number): boolean {
  const op = graph.op[node];
  return (
    op === ABS ||
    op === SQRT ||
    op === CBRT ||
    (op === Op.power && exponentOf(graph, graph.b[node]) !== undefined)
  );
}

/** A node as a power; a node that is none is its own first power. */
export function powerForm(graph: Graph, node: number): PowerForm {
  const outwards: number[] = [];
  let base = node;
  for (; isPower(graph, base); base = graph.a[base]) outwards.push(base);
  let form: PowerForm = { base, exponent: ONE, kind: 'plain' };
  for (const power of outwards.reverse()) form = raised(graph, power, form);
  return form;
}

function raised(graph: Graph, node: number, { base, exponent: p, kind }: PowerForm): PowerForm {
  const op = graph.op[node];
  const as = (next: PowerForm['kind'], exponent: Fraction): PowerForm => ({ base, exponent, kind: next });
  if (op === ABS) {
    if (kind !== 'plain') return as('even', p);
    return as(isOdd(p) ? 'even' : 'plain', p);
  }
  if (op === CBRT) {
    if (kind === 'plain') return as(isOdd(p) ? 'odd' : isEven(p) ? 'even' : 'plain', times(p, THIRD));
    return as(kind, times(p, THIRD));
  }
  const r = op === SQRT ? HALF : exponentOf(graph, graph.b[node])!;
  if (kind === 'even') return as('even', times(p, r));
  if (kind === 'odd') return as(isEven(r) ? 'even' : isOdd(r) ? 'odd' : 'plain', times(p, r));
  return as(isEven(p) && !isWhole(r) ? 'even' : 'plain', times(p, r));
}

/** The derivative of a power by its base. */
export function powerDerivative(g: Algebra, node: number, { base, exponent: p, kind }: PowerForm): number {
  const { graph } = g;
  if (p.n === 0n) return g.number(0);
  if (kind === 'plain' && graph.op[node] === SQRT && p.n === 1n && p.d === 2n)
    return g.divide(g.number(0.5), node);
  const factor = g.number(toNumber(p));
  const q = lessOne(p);
  if (kind === 'plain') return g.multiply(factor, g.generalPower(base, exponentNode(graph, q)));
  return g.multiply(factor, kind === 'even' ? oddPower(g, base, q) : evenPower(g, base, q));
}

/** |u|^p. */
function evenPower(g: Algebra, u: number, p: Fraction): number {
  if (isEven(p)) return g.power(u, toNumber(p));
  if (p.n === p.d) return g.call('abs', u);
  return g.graph.node(Op.absolutePower, u, exponentNode(g.graph, p));
}

/** sign(u) |u|^p. */
function oddPower(g: Algebra, u: number, p: Fraction): number {
  if (isOdd(p)) return g.power(u, toNumber(p));
  return g.graph.node(Op.signedPower, u, exponentNode(g.graph, p));
}

/** The derivatives of what an even and an odd power have for derivatives. */
export function signedDerivative(g: Algebra, node: number): number {
  const { graph } = g;
  const [u, p] = [graph.a[node], exponentOf(graph, graph.b[node])!];
  if (p.n === 0n) return g.number(0);
  const q = lessOne(p);
  const power = graph.op[node] === Op.absolutePower ? oddPower(g, u, q) : evenPower(g, u, q);
  return g.multiply(g.number(toNumber(p)), power);
}
