/**
 * How far rounding may have led a value astray: a bound for the error of each operation, carried along with it.
 *
 * An operand that is off by e moves f(u) by at most |f(u ± e) − f(u)| to first order, and each operation adds a few
 * units in the last place of its own. Where one way of computing is compared with another this bound is the scale:
 * (1e30 + x) − 1e30 has no correct digit in float64, and no program is to blame.
 */

import type { Vector } from '../../seams.js';
import { functionOf } from './functions.js';
import { Op } from './graph.js';
import type { Tape } from './tape.js';

const EPSILON = 2 ** -52;
const SMALLEST = 2 ** -1022; // below it float64 loses digits
/** Library functions are right to about two units in the last place. */
const ULPS = 4;
/** Functions that turn round and round: a wide interval says nothing by its ends. */
const PERIODIC = new Set(['sin', 'cos', 'tan', 'sec', 'csc', 'cot']);

/** How far u is from the next pole, about. */
const POLES: Readonly<Record<string, (u: number) => number>> = {
  tan: (u) => Math.abs(Math.cos(u)),
  sec: (u) => Math.abs(Math.cos(u)),
  csc: (u) => Math.abs(Math.sin(u)),
  cot: (u) => Math.abs(Math.sin(u)),
};

/** Bounds on the rounding error of each root at x; ∞ where nothing is sure. */
export function roundingErrors(tape: Tape, x: Vector, out: Vector): Vector {
  tape.run(x, out);
  const errors = new Float64Array(tape.nodes.length);
  for (let slot = 0; slot < errors.length; slot++) errors[slot] = slotError(tape, slot, errors);
  return out.map((_, k) => errors[tape.outputs[k]]);
}

function slotError(tape: Tape, slot: number, errors: Float64Array): number {
  const { values } = tape;
  const op = tape.op[slot];
  const r = values[slot];
  if (op === Op.variable) return 0;
  if (op === Op.number || op === Op.parameter) return Number.isSafeInteger(r) ? 0 : EPSILON * Math.abs(r);
  const [a, b, c] = [tape.a[slot], tape.b[slot], tape.c[slot]];
  const error = carried(op, r, [values[a], values[b], values[c]], [errors[a], errors[b], errors[c]]);
  if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
  return error + ULPS * EPSILON * Math.abs(r) + SMALLEST;
}

type Triple = readonly [number, number, number];

function carried(op: number, r: number, [u, v]: Triple, [eu, ev, ew]: Triple): number {
  switch (op) {
    case Op.add:
    case Op.subtract:
      return eu + ev;
    case Op.negate:
      return eu;
    case Op.multiply:
      return Math.abs(u) * ev + Math.abs(v) * eu + eu * ev;
    case Op.divide:
      return ev < Math.abs(v) / 2 ? (2 * (eu + Math.abs(r) * ev)) / Math.abs(v) : Number.NaN;
    case Op.max:
    case Op.min:
      return Math.max(eu, ev);
    case Op.atan2:
      return (Math.abs(v) * eu + Math.abs(u) * ev) / (u * u + v * v);
    case Op.select:
      return Math.abs(u) > eu ? (u > 0 ? ev : ew) : Number.NaN;
    case Op.power:
    case Op.absolutePower:
    case Op.signedPower:
      if (eu === 0 && ev === 0) return 0;
      if (u < 0 && ev > 0 && op === Op.power) return Number.NaN;
      if (!(eu < Math.abs(u) / 2)) return v > 0 ? (2 * (Math.abs(u) + eu)) ** v : Number.NaN;
      return 2 * Math.abs(r) * (Math.abs(v / u) * eu + (ev === 0 ? 0 : Math.abs(Math.log(Math.abs(u))) * ev));
    default: {
      const { at, name } = functionOf(op)!;
      if (eu === 0) return 0;
      if (eu === Number.POSITIVE_INFINITY) return Number.NaN; // u itself may not exist
      if (PERIODIC.has(name) && eu > 0.1) return Number.NaN;
      if (POLES[name] && eu > POLES[name](u) / 8) return Number.NaN;
      return 2 * Math.max(Math.abs(at(u + eu) - r), Math.abs(at(u - eu) - r));
    }
  }
}
