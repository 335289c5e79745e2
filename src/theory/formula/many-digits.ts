/**
 * A formula evaluated with many decimal digits, by the BigNumbers of mathjs, and its derivatives by differences:
 *
 *     d/dt f(x + t v) ≈ (f(x + hv) − f(x − hv)) / 2h,   d²/dt² f(x + t v) ≈ (f(x + hv) − 2f(x) + f(x − hv)) / h²
 *
 * With 200 digits and h = 1e-50 the error of truncation is near 1e-100 and that of rounding near 1e-100, relative to
 * numbers near 1: differences as good as exact, by a way that shares nothing with the rules of differentiation. Fewer
 * digits are faster and do for most formulas. A number of the formula is the decimal
 * fraction that it is written as, so 0.1 is 1/10.
 */

import type { BigNumber } from 'mathjs';
import type { Vector } from '../../seams.js';
import { mathjs } from '../mathjs.js';
import { functionOf } from './functions.js';
import { type Graph, Op } from './graph.js';

/** Enough for most formulas, and enough for all. */
export const FEW_DIGITS = 72;
export const MANY_DIGITS = 200;

/** Digits that several operations may lose. */
const SPARE = 6;

type Digits = (value: number | string) => BigNumber;

const created = new Map<number, Digits>();

/** BigNumbers of so many digits. */
function digitsOf(count: number): Digits {
  let found = created.get(count);
  if (!found) {
    const { create, all } = mathjs();
    found = create(all, { number: 'BigNumber', precision: count }).bignumber as Digits;
    created.set(count, found);
  }
  return found;
}

/** f along a line through x. */
export interface LineDerivatives {
  readonly value: number;
  readonly first: number;
  readonly second: number;
  /** What the digits that were left out can do to the two derivatives. */
  readonly firstNoise: number;
  readonly secondNoise: number;
}

/** f, df and d²f along v at x; undefined where f has no value at or beside x. */
export function lineDerivatives(
  graph: Graph,
  root: number,
  x: Vector,
  v: Vector,
  digits: number,
): LineDerivatives | undefined {
  const big = digitsOf(digits);
  const nodes = graph.below([root]);
  const h = big(`1e-${digits / 4}`);
  const at = (s: number) =>
    valueAt(
      big,
      graph,
      nodes,
      Array.from(x, (xi, i) => big(xi).plus(h.times(big(s * v[i])))),
    );
  const [behind, here, ahead] = [at(-1), at(0), at(1)];
  if (!behind || !here || !ahead) return undefined;
  const noise = big(`1e-${digits - SPARE}`).times(here.largest);
  return {
    value: here.value.toNumber(),
    first: ahead.value.minus(behind.value).div(h.times(2)).toNumber(),
    second: ahead.value.minus(here.value.times(2)).plus(behind.value).div(h.times(h)).toNumber(),
    firstNoise: noise.div(h).toNumber(),
    secondNoise: noise.div(h.times(h)).toNumber(),
  };
}

/** The value of the last node, and the largest magnitude on the way; undefined if one of the nodes has no value. */
function valueAt(
  big: Digits,
  graph: Graph,
  nodes: readonly number[],
  x: readonly BigNumber[],
): { value: BigNumber; largest: BigNumber; values: ReadonlyMap<number, BigNumber> } | undefined {
  const values = new Map<number, BigNumber>();
  let largest = big(0);
  for (const node of nodes) {
    const op = graph.op[node];
    let value: BigNumber;
    if (op === Op.number) value = big(String(graph.numberAt(node)!));
    else if (op === Op.variable) value = x[graph.a[node]];
    else if (op === Op.parameter) value = big(String(graph.parameters[graph.a[node]].value));
    else if (op === Op.select)
      value = chosen(values.get(graph.a[node])!, values.get(graph.b[node])!, values.get(graph.c[node])!);
    else value = operation(big, op, values.get(graph.a[node])!, values.get(graph.b[node])!);
    if (!value.isFinite()) return undefined;
    if (value.abs().gt(largest)) largest = value.abs();
    values.set(node, value);
  }
  return { value: values.get(nodes[nodes.length - 1])!, largest, values };
}

/** The values of several nodes at x, rounded at the end only, and what the digits left out can do; undefined if a part has no value. */
export function manyDigitValues(
  graph: Graph,
  roots: readonly number[],
  x: Vector,
): { readonly values: readonly number[]; readonly noise: number } | undefined {
  const big = digitsOf(FEW_DIGITS);
  const found = valueAt(
    big,
    graph,
    graph.below(roots),
    Array.from(x, (xi) => big(xi)),
  );
  if (!found) return undefined;
  const noise = found.largest.times(big(`1e-${FEW_DIGITS - SPARE}`)).toNumber();
  return { values: roots.map((root) => found.values.get(root)!.toNumber()), noise };
}

function operation(big: Digits, op: number, u: BigNumber, v: BigNumber): BigNumber {
  switch (op) {
    case Op.add:
      return u.plus(v);
    case Op.subtract:
      return u.minus(v);
    case Op.multiply:
      return u.times(v);
    case Op.divide:
      return u.div(v);
    case Op.negate:
      return u.negated();
    case Op.power:
      return u.pow(v);
    case Op.max:
      return u.gte(v) ? u : v;
    case Op.min:
      return u.lte(v) ? u : v;
    case Op.atan2:
      return angle(big, u, v);
    case Op.absolutePower:
      return u.abs().pow(v);
    case Op.signedPower:
      return u.isZero() && !v.gt(0) ? u.div(u) : u.isNegative() ? u.abs().pow(v).negated() : u.pow(v);
    default:
      return FUNCTIONS[functionOf(op)!.name](u, big);
  }
}

function chosen(test: BigNumber, above: BigNumber, below: BigNumber): BigNumber {
  return test.gt(0) ? above : test.lt(0) ? below : test.div(test);
}

/** atan2(y, x) by atan, away from the cut. */
function angle(big: Digits, y: BigNumber, x: BigNumber): BigNumber {
  const pi = big(-1).acos();
  if (x.isZero()) return y.isZero() ? y.div(x) : pi.div(y.isNegative() ? -2 : 2);
  const slope = y.div(x).atan();
  if (!x.isNegative()) return slope;
  return y.isNegative() && !y.isZero() ? slope.minus(pi) : slope.plus(pi); // −0 is on the side of +0
}

/** BigNumbers sum series for sinh, cosh and tanh, which far from 0 take more terms than anyone waits for. */
const isLarge = (u: BigNumber): boolean => u.abs().gt(100);

const sign = (u: BigNumber): number => (u.isNegative() ? -1 : 1);

/** sinh for a large |u|, where nothing cancels. */
function largeSine(u: BigNumber): BigNumber {
  const size = u.abs();
  return size
    .exp()
    .minus(size.negated().exp())
    .div(2 * sign(u));
}

function hyperbolicCosine(u: BigNumber): BigNumber {
  return isLarge(u) ? u.exp().plus(u.negated().exp()).div(2) : u.cosh();
}

/** By definition, from the functions that BigNumbers have. */
const FUNCTIONS: Readonly<Record<string, (u: BigNumber, big: Digits) => BigNumber>> = {
  exp: (u) => u.exp(),
  log: (u) => u.ln(),
  log10: (u) => u.log(10),
  log2: (u) => u.log(2),
  log1p: (u) => u.plus(1).ln(),
  expm1: (u) => u.exp().minus(1),
  sqrt: (u) => u.sqrt(),
  cbrt: (u) => u.cbrt(),
  abs: (u) => u.abs(),
  sin: (u) => u.sin(),
  cos: (u) => u.cos(),
  tan: (u) => u.tan(),
  asin: (u) => u.asin(),
  acos: (u) => u.acos(),
  atan: (u) => u.atan(),
  sinh: (u) => (isLarge(u) ? largeSine(u) : u.sinh()),
  cosh: (u) => hyperbolicCosine(u),
  tanh: (u, big) =>
    isLarge(u)
      ? big(1)
          .minus(big(2).div(u.abs().times(2).exp().plus(1)))
          .times(sign(u))
      : u.tanh(),
  asinh: (u) => u.asinh(),
  acosh: (u) => u.acosh(),
  atanh: (u) => u.atanh(),
  sec: (u, big) => big(1).div(u.cos()),
  csc: (u, big) => big(1).div(u.sin()),
  cot: (u, big) => big(1).div(u.tan()),
  sech: (u, big) => big(1).div(hyperbolicCosine(u)),
};
