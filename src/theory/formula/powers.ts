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
import { ABS, CBRT, SQRT } from './functions.js';
import { type Graph, Op } from './graph.js';

/** A node as a power of a base that is no power itself. */
export interface PowerForm {
  readonly base: number;
  readonly exponent: number;
  readonly kind: 'plain' | 'even' | 'odd';
}

const isEven = (p: number) => Number.isInteger(p) && p % 2 === 0;
const isOdd = (p: number) => Number.isInteger(p) && p % 2 !== 0;

/** Whether a node is a power, a root or an absolute value. */
export function isPower(graph: Graph, node: number): boolean {
  const op = graph.op[node];
  return (
    op === ABS ||
    op === SQRT ||
    op === CBRT ||
    (op === Op.power && graph.numberAt(graph.b[node]) !== undefined)
  );
}

/** A node as a power; a node that is none is its own first power. */
export function powerForm(graph: Graph, node: number): PowerForm {
  const outwards: number[] = [];
  let base = node;
  for (; isPower(graph, base); base = graph.a[base]) outwards.push(base);
  let form: PowerForm = { base, exponent: 1, kind: 'plain' };
  for (const power of outwards.reverse()) form = raised(graph, power, form);
  return form;
}

function raised(graph: Graph, node: number, { base, exponent: p, kind }: PowerForm): PowerForm {
  const op = graph.op[node];
  const as = (next: PowerForm['kind'], exponent: number): PowerForm => ({ base, exponent, kind: next });
  if (op === ABS) {
    if (kind !== 'plain') return as('even', p);
    return as(isOdd(p) ? 'even' : 'plain', p);
  }
  if (op === CBRT) {
    if (kind === 'plain') return as(isOdd(p) ? 'odd' : isEven(p) ? 'even' : 'plain', p / 3);
    return as(kind, p / 3);
  }
  const r = op === SQRT ? 0.5 : graph.numberAt(graph.b[node])!;
  if (kind === 'even') return as('even', p * r);
  if (kind === 'odd') return as(isEven(r) ? 'even' : isOdd(r) ? 'odd' : 'plain', p * r);
  return as(isEven(p) && !Number.isInteger(r) ? 'even' : 'plain', p * r);
}

/** The derivative of a power by its base. */
export function powerDerivative(g: Algebra, node: number, { base, exponent: p, kind }: PowerForm): number {
  const { graph } = g;
  if (p === 0) return g.number(0);
  if (p === 0.5 && kind === 'plain' && graph.op[node] === SQRT) return g.divide(g.number(0.5), node);
  if (kind === 'plain') return g.multiply(g.number(p), g.power(base, p - 1));
  const flipped = kind === 'even' ? oddPower(g, base, p - 1) : evenPower(g, base, p - 1);
  return g.multiply(g.number(p), flipped);
}

/** |u|^p. */
export function evenPower(g: Algebra, u: number, p: number): number {
  if (isEven(p)) return g.power(u, p);
  if (p === 1) return g.call('abs', u);
  return g.graph.node(Op.absolutePower, u, g.number(p));
}

/** sign(u) |u|^p. */
export function oddPower(g: Algebra, u: number, p: number): number {
  if (isOdd(p)) return g.power(u, p);
  return g.graph.node(Op.signedPower, u, g.number(p));
}
