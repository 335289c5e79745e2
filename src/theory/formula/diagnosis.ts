/** Why a formula has no value or no derivative at a point, in words: the first part of it at which that shows. */

import type { Vector } from '../../seams.js';
import { exponentOf, isWhole, toNumber } from './exponent.js';
import { ABS, CBRT, functionOf, SQRT } from './functions.js';
import { type Graph, Op } from './graph.js';
import { powerForm } from './powers.js';
import { nodeText } from './print.js';
import { Tape } from './tape.js';

/** Why the root of a tape has no value at x. */
export function valueProblem(graph: Graph, root: number, x: Vector): string {
  return `${cause(graph, root, x)}the value must be defined at x`;
}

function cause(graph: Graph, root: number, x: Vector): string {
  const tape = new Tape(graph, [root]);
  tape.run(x, new Float64Array(1));
  const { values } = tape;
  for (let slot = 0; slot < values.length; slot++) {
    const node = tape.nodes[slot];
    if (Number.isFinite(values[slot])) continue;
    const text = nodeText(graph, node);
    const pole = `x must not be at a pole of ${text}: `;
    const overflow = `numbers must not overflow in ${text}: `;
    if (!Number.isNaN(values[slot])) return overflow;
    const [u, v] = [values[tape.a[slot]], values[tape.b[slot]]];
    switch (graph.op[node]) {
      case Op.divide:
        return v === 0 ? pole : overflow;
      case Op.power:
        return u === 0 ? pole : `${nodeText(graph, graph.a[node])} must not be negative in ${text}: `;
      case Op.atan2:
        return `arguments must not both be zero in ${text}: `;
      default: {
        const f = functionOf(graph.op[node]);
        if (f?.isPole?.(u)) return pole;
        if (f) return `${f.name} must be of ${f.domain} in ${text}: `;
      }
    }
  }
  return '';
}

/** Why a formula that has a value at x has no derivative there; undefined if no part of it stands out. */
export function kinkAt(graph: Graph, root: number, x: Vector): string | undefined {
  const tape = new Tape(graph, [root]);
  tape.run(x, new Float64Array(1));
  const { values, nodes } = tape;
  const valueAt = (node: number) => values[nodes.indexOf(node)];
  for (let slot = nodes.length - 1; slot >= 0; slot--) {
    const node = nodes[slot];
    if (!graph.varies[node]) continue;
    const [u, v] = [values[tape.a[slot]], values[tape.b[slot]]];
    const op = graph.op[node];
    const kink = `x must not be at the kink of ${nodeText(graph, node)}`;
    if ((op === Op.max || op === Op.min) && u === v) return kink;
    if (op === ABS || op === SQRT || op === CBRT || op === Op.power) {
      const { base, exponent, kind } = powerForm(graph, node);
      const p = toNumber(exponent);
      const smooth = kind === 'plain' && (p >= 2 || p === 1);
      if (op !== Op.power || base !== node) {
        if (valueAt(base) === 0 && !smooth) return kink;
      } else if (u === 0) return kink;
    }
    if (functionOf(op)?.isEdge?.(u)) return kink;
  }
  return undefined;
}

/** The parts of a formula at whose edges or cuts there is a value but may be no derivative. */
export function edgesOf(graph: Graph, root: number): readonly number[] {
  return graph.below([root], true).filter((node) => {
    const op = graph.op[node];
    if (op === Op.atan2 || functionOf(op)?.isEdge) return true;
    if (op !== Op.power) return false;
    const exponent = exponentOf(graph, graph.b[node]);
    return !exponent || !isWhole(exponent);
  });
}

/** The first of these parts at whose edge or cut x lies, judged by the values of their operands. */
export function edgeAt(graph: Graph, edges: readonly number[], valueAt: (node: number) => number) {
  return edges.find((node) => {
    const op = graph.op[node];
    const u = valueAt(graph.a[node]);
    if (op === Op.atan2) return u === 0 && valueAt(graph.b[node]) < 0;
    return op === Op.power ? u === 0 : functionOf(op)!.isEdge!(u);
  });
}
