/** A graph's node as an identity 'this is zero' for `proveIdentity`. */

import type { Identity } from '../identity.js';
import type { Algebra } from './algebra.js';
import { exponentOf, isWhole } from './exponent.js';
import { type Graph, Op } from './graph.js';

/** A larger power is taken for a number of its own. */
const LARGEST_POWER = 50;
const MOST_NODES = 3000;
const SIGNS: Readonly<Record<number, string>> = {
  [Op.add]: '+',
  [Op.subtract]: '-',
  [Op.multiply]: '*',
  [Op.divide]: '/',
};

/** Σᵢ ∂f/∂xᵢ Gᵢ. */
export function directionalSum(
  g: Algebra,
  partials: readonly (readonly [i: number, node: number])[],
  field: readonly number[],
): number {
  return partials.reduce((total, [i, node]) => g.add(total, g.multiply(node, field[i])), g.number(0));
}

/**
 * 'node = 0' in whole numbers, variables and + − * / ^. A function of something is a variable of its own here: what is zero
 * for every number in its place is zero for the function too. Parameters stand for their values. Undefined if it is too long.
 */
export function identityOf(graph: Graph, root: number): Identity | undefined {
  const nodes = graph.below([root]);
  if (nodes.length > MOST_NODES) return undefined;
  const variables: string[] = [];
  const definitions: Record<string, string> = {};
  const names = new Map<number, string>();
  for (const node of nodes) {
    const formula = formulaOf(graph, node, names);
    const name = `${formula === undefined ? 'v' : 't'}${node}`;
    if (formula === undefined) variables.push(name);
    else definitions[name] = formula;
    names.set(node, name);
  }
  return {
    statement: 'the generator leaves f alone',
    variables,
    definitions,
    sides: [[names.get(root)!, '0']],
  };
}

/** Undefined for what becomes a variable. */
function formulaOf(graph: Graph, node: number, names: ReadonlyMap<number, string>): string | undefined {
  const op = graph.op[node];
  if (op === Op.parameter) return decimal(graph.parameters[graph.a[node]].value);
  if (op === Op.number) return decimal(graph.numberAt(node)!);
  const [u, v] = [names.get(graph.a[node]), names.get(graph.b[node])];
  if (Object.hasOwn(SIGNS, op)) return `${u} ${SIGNS[op]} ${v}`;
  if (op === Op.negate) return `-${u}`;
  if (op !== Op.power) return undefined;
  const exponent = exponentOf(graph, graph.b[node]);
  if (!exponent || !isWhole(exponent)) return undefined;
  const p = Number(exponent.n);
  if (Math.abs(p) > LARGEST_POWER) return undefined;
  return p >= 0 ? `${u}^${p}` : `1/${u}^${-p}`;
}

/** A decimal number as a quotient of whole ones. Those of more than 15 digits, such as pi, become variables. */
function decimal(value: number): string | undefined {
  const [mantissa, exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole, decimals = ''] = mantissa.split('.');
  const digits = (whole + decimals).replace(/^0+(?=\d)/, '');
  const shift = Number(exponent) - decimals.length;
  if (digits.length > 15 || Math.abs(shift) > 300) return undefined;
  const sign = value < 0 ? '-' : '';
  return shift >= 0 ? `${sign}${digits}*10^${shift}` : `${sign}${digits}/10^${-shift}`;
}
