/**
 * A formula written in TensorFlow.js, operation by operation, and held against its symbols: automatic differentiation is
 * a third way to gradient and Hessian. It has float32 only, so numbers that float32 cannot hold are left out, and the
 * tolerance is that of float32.
 */

import { requireList, requireOptions, requireVector } from '../checks.js';
import { unitVector } from '../numerics/vector.js';
import { Stream } from '../random/stream.js';
import type { Vector } from '../seams.js';
import type { Tensorflow } from '../tensors/backend.js';
import type { Tensors } from '../tensors/load.js';
import type { Tensor, Tensor1D } from '../tensors/tfjs-types/index.js';
import {
  AGREEMENT_TOLERANCE,
  type Agreement,
  agreementOf,
  isSmoothAt,
  pointsInDomain,
  refuseDisagreement,
  relativeDifference,
  valuesAndRounding,
} from './agreement.js';
import { EXPRESSION_OPTIONS, type ExpressionOptions, parseExpression } from './expression.js';
import { functionOf } from './formula/functions.js';
import { Op } from './formula/graph.js';
import { Tape } from './formula/tape.js';
import { SymbolicFunction } from './symbolic-function.js';

/** How much coarser float32 rounds than float64. */
const COARSER = 2 ** 29;
/** Beyond these float32 has no squares. */
const SMALLEST = 1e-18;
const LARGEST = 1e18;
/** TensorFlow.js takes some 0.1 ms for each. */
const MOST_OPERATIONS = 4000;
const MOST_ROWS = 8;

/** Options of {@link checkExpression}. */
export interface CheckExpressionOptions extends ExpressionOptions {
  /** Points to compare at beside random ones. */
  readonly at?: readonly Vector[];
}

/**
 * Holds a formula's value, gradient and Hessian by symbols against mathjs, differences and TensorFlow.js.
 *
 *     const { gradient } = await checkExpression('sin(x)^2 + x*y');
 *     gradient.tensors; // 3e-7
 *
 * @throws Disagreement if two ways differ by more than {@link AGREEMENT_TOLERANCE}.
 */
export async function checkExpression(
  text: string,
  options: CheckExpressionOptions = {},
): Promise<Agreement> {
  requireOptions('checkExpression', options, ['at', ...EXPRESSION_OPTIONS]);
  const { at = [], ...names } = options;
  requireList('checkExpression', 'at', at, 0);
  const f = new SymbolicFunction('checkExpression', parseExpression('checkExpression', text, names));
  for (const x of at) requireVector('checkExpression', 'a point', x, f.dimension);
  return agreementWithTensors(f, at);
}

/** The same of a formula that was read. */
export async function agreementWithTensors(f: SymbolicFunction, at: readonly Vector[]): Promise<Agreement> {
  const agreement = agreementOf(f, at);
  const passes = f.dimension > MOST_ROWS ? 1 : f.dimension;
  const operations = f.expression.graph.below([f.root]).length * passes;
  if (agreement.points === 0 || operations > MOST_OPERATIONS) return agreement;
  const { loadTensors } = await import('../tensors/load.js');
  const tensors = await loadTensors();
  const points = [...at, ...pointsInDomain(f, 2, Stream.fromSeed(1).split(f.expression.text))].filter(
    (x) => isSmoothAt(f, x) && fits(f, x),
  );
  const worst = { value: Number.NaN, gradient: Number.NaN, hessian: Number.NaN };
  for (const x of points) compare(tensors, f, x, worst);
  return {
    points: agreement.points,
    value: { ...agreement.value, tensors: worst.value },
    gradient: { ...agreement.gradient, tensors: worst.gradient },
    hessian: { ...agreement.hessian, tensors: worst.hessian },
  };
}

/** Whether float32 holds every number of the formula at x. */
function fits(f: SymbolicFunction, x: Vector): boolean {
  const tape = new Tape(f.expression.graph, [f.root]);
  tape.run(x, new Float64Array(1));
  return tape.values.every(
    (value) => value === 0 || (Math.abs(value) > SMALLEST && Math.abs(value) < LARGEST),
  );
}

function compare(
  { tf, optimizeeFromTensors }: Tensors,
  f: SymbolicFunction,
  at: Vector,
  worst: { value: number; gradient: number; hessian: number },
): void {
  const x = Float64Array.from(Float32Array.from(at)); // the point that float32 sees
  const n = f.dimension;
  const theirs = optimizeeFromTensors({
    name: f.expression.text,
    dimension: n,
    value: (t) => tensorOf(tf, f, t),
  });
  const note = (what: keyof typeof worst, a: number, b: number, rounding: number) => {
    if (!Number.isFinite(b)) return;
    const difference = relativeDifference(a, b, COARSER * rounding, AGREEMENT_TOLERANCE.float32 / 100);
    if (!(difference <= AGREEMENT_TOLERANCE.float32)) refuseDisagreement(f, what, 'TensorFlow.js', x, a, b);
    worst[what] = Number.isNaN(worst[what]) ? difference : Math.max(worst[what], difference);
  };
  let ours: ReturnType<typeof valuesAndRounding>;
  let value: number;
  let gradient: Vector;
  try {
    ours = valuesAndRounding(f, x);
    value = theirs.value(x);
    gradient = theirs.gradient(x);
  } catch (error) {
    if (isLacking(error)) return;
    throw error;
  }
  note('value', ours.values[0], value, ours.rounding[0]);
  for (const [k, [i]] of f.gradientNodes.entries())
    note('gradient', ours.values[k + 1], gradient[i], ours.rounding[k + 1]);
  if (n > MOST_ROWS) return;
  const first = f.gradientNodes.length + 1;
  for (let i = 0; i < n; i++) {
    const row = theirs.hessianVector(x, unitVector(n, i));
    if (theirs.higherDerivatives !== 'automatic') return;
    for (const [k, entry] of f.hessianEntries.entries()) {
      if (entry.i === i) note('hessian', ours.values[first + k], row[entry.j], ours.rounding[first + k]);
    }
  }
}

/** An operation without a kernel or a derivative on this backend. */
function isLacking(error: unknown): boolean {
  return (
    error instanceof Error && /Cannot compute gradient|not registered|must depend on x/.test(error.message)
  );
}

/** The formula in tensors. */
function tensorOf(tf: Tensorflow, f: SymbolicFunction, x: Tensor1D): Tensor {
  const { graph } = f.expression;
  const values = new Map<number, Tensor>();
  const coordinate = (i: number) => tf.reshape(tf.slice(x, i, 1), []);
  for (const node of graph.below([f.root])) {
    const op = graph.op[node];
    const u = values.get(graph.a[node])!;
    const v = values.get(graph.b[node])!;
    const exponent = op === Op.power ? graph.numberAt(graph.b[node]) : undefined;
    if (op === Op.number) values.set(node, tf.scalar(graph.numberAt(node)!));
    else if (op === Op.variable) values.set(node, coordinate(graph.a[node]));
    else if (op === Op.parameter) values.set(node, tf.scalar(graph.parameters[graph.a[node]].value));
    else if (exponent === 2) values.set(node, tf.mul(u, u));
    else values.set(node, operation(tf, op, u, v));
  }
  return values.get(f.root)!;
}

function operation(tf: Tensorflow, op: number, u: Tensor, v: Tensor): Tensor {
  switch (op) {
    case Op.add:
      return tf.add(u, v);
    case Op.subtract:
      return tf.sub(u, v);
    case Op.multiply:
      return tf.mul(u, v);
    case Op.divide:
      return tf.div(u, v);
    case Op.negate:
      return tf.neg(u);
    case Op.power:
      return tf.pow(u, v);
    case Op.max:
      return tf.maximum(u, v);
    case Op.min:
      return tf.minimum(u, v);
    case Op.atan2:
      return tf.atan2(u, v);
    default:
      return call(tf, functionOf(op)!.name, u);
  }
}

function call(tf: Tensorflow, name: string, u: Tensor): Tensor {
  const one = tf.scalar(1);
  switch (name) {
    case 'log10':
      return tf.mul(tf.log(u), Math.LOG10E);
    case 'log2':
      return tf.mul(tf.log(u), Math.LOG2E);
    case 'cbrt':
      return tf.mul(tf.sign(u), tf.pow(tf.abs(u), 1 / 3));
    case 'sec':
      return tf.div(one, tf.cos(u));
    case 'csc':
      return tf.div(one, tf.sin(u));
    case 'cot':
      return tf.div(tf.cos(u), tf.sin(u));
    case 'sech':
      return tf.div(one, tf.cosh(u));
    default:
      return tf[name as 'exp'](u);
  }
}
