/**
 * A formula with its derivatives: made when they are first asked for, evaluated where they exist.
 *
 * A value, a gradient or a Hessian is given only where the formula has a value. Where a derivative does not exist the
 * error names the pole, the kink or the edge. A value beyond the range of float64 is ±∞ and no error, and derivatives
 * there hold what their formulas give.
 *
 * Where a part of it is too small for float64, as e^x in 1/(1 + e^−x) at −400, it is computed once more with many digits.
 */

import { refuse, refuseOutside } from '../checks.js';
import { isFiniteVector } from '../numerics/vector.js';
import type { Vector } from '../seams.js';
import type { Expression } from './expression.js';
import { Differentiator, type HessianEntry } from './formula/derivative.js';
import { edgeAt, edgesOf, kinkAt, valueProblem } from './formula/diagnosis.js';
import { GraphFull, Op } from './formula/graph.js';
import { manyDigitValues } from './formula/many-digits.js';
import { nodeText } from './formula/print.js';
import { Tape } from './formula/tape.js';

/** How far from an edge it is seen whether the formula goes on beyond. */
const BESIDE = 1e-6;

/** Operations beyond which float64 has to do: these are some microseconds each. */
const MOST_WITH_MANY_DIGITS = 20_000;

/** A tape and room for what it gives. */
interface Evaluator {
  readonly tape: Tape;
  readonly out: Vector;
  /** The slots of nodes, for a look at edges. */
  readonly slots: ReadonlyMap<number, number>;
}

/** f, ∇f and ∇²f of one formula. */
export class SymbolicFunction {
  readonly expression: Expression;
  /** n. */
  readonly dimension: number;
  /** The formula's node. */
  readonly root: number;
  readonly differentiator: Differentiator;
  readonly #where: string;
  readonly #edges: readonly number[];
  readonly #valueOnly: Evaluator;
  #first: Evaluator | undefined;
  #second: Evaluator | undefined;
  #gradientNodes: readonly (readonly [i: number, node: number])[] | undefined;
  #entries: readonly HessianEntry[] | undefined;
  readonly #lastPoint: Vector;

  constructor(where: string, expression: Expression) {
    this.#where = where;
    this.expression = expression;
    this.dimension = expression.variables.length;
    this.root = expression.value.entries[0];
    this.differentiator = new Differentiator(expression.graph);
    this.#edges = edgesOf(expression.graph, this.root);
    this.#valueOnly = this.#evaluator([this.root]);
    this.#lastPoint = new Float64Array(this.dimension).fill(Number.NaN);
  }

  /** ∂f/∂xᵢ, those that are not zero everywhere. */
  get gradientNodes(): readonly (readonly [i: number, node: number])[] {
    this.#gradientNodes ??= this.#bounded(() => [...this.differentiator.partials(this.root)]);
    return this.#gradientNodes;
  }

  /** ∂²f/∂xᵢ∂xⱼ with j ≥ i, those that are not zero everywhere. */
  get hessianEntries(): readonly HessianEntry[] {
    this.#entries ??= this.#bounded(() => this.differentiator.hessian(this.root));
    return this.#entries;
  }

  /** Whether f has a value at x. */
  isDefinedAt(x: Vector): boolean {
    return !Number.isNaN(this.#valueOnly.tape.run(x, this.#valueOnly.out)[0]);
  }

  /** f(x). */
  value(x: Vector): number {
    this.#requireLength(x);
    const { tape, out } = this.#valueOnly;
    tape.run(x, out);
    if (tape.underflowed) this.#withManyDigits(tape, x, out);
    const [value] = out;
    if (Number.isNaN(value)) this.#refuseValue(x);
    return value;
  }

  /** ∇f(x). */
  gradient(x: Vector, out: Vector): Vector {
    this.#requireLength(x);
    this.#first ??= this.#evaluator([this.root, ...this.gradientNodes.map(([, node]) => node)]);
    const values = this.#run(this.#first, x, 'gradient');
    out.fill(0);
    for (const [k, [i]] of this.gradientNodes.entries()) out[i] = values[k + 1];
    return out;
  }

  /** ∇²f(x) v. */
  hessianVector(x: Vector, v: Vector, out: Vector): Vector {
    this.#requireLength(x);
    const values = this.#secondOrder(x);
    const first = this.gradientNodes.length + 1;
    out.fill(0);
    const { hessianEntries } = this;
    for (let k = 0; k < hessianEntries.length; k++) {
      const { i, j } = hessianEntries[k];
      const value = values[first + k];
      out[i] += value * v[j];
      if (i !== j) out[j] += value * v[i];
    }
    return out;
  }

  /** ∇²f(x), [n, n] row-major. */
  hessian(x: Vector): Vector {
    this.#requireLength(x);
    const n = this.dimension;
    const values = this.#secondOrder(x);
    const first = this.gradientNodes.length + 1;
    const H = new Float64Array(n * n);
    for (const [k, { i, j }] of this.hessianEntries.entries())
      H[i * n + j] = H[j * n + i] = values[first + k];
    return H;
  }

  #secondOrder(x: Vector): Vector {
    if (!this.#second) {
      const roots = [
        this.root,
        ...this.gradientNodes.map(([, node]) => node),
        ...this.hessianEntries.map(({ node }) => node),
      ];
      this.#second = this.#evaluator(roots);
    }
    // Columns of one Hessian are asked for one after the other.
    if (x.every((value, i) => value === this.#lastPoint[i])) return this.#second.out;
    this.#lastPoint.fill(Number.NaN);
    const values = this.#run(this.#second, x, 'Hessian');
    this.#lastPoint.set(x);
    return values;
  }

  #run({ tape, out, slots }: Evaluator, x: Vector, what: string): Vector {
    tape.run(x, out);
    if (tape.underflowed) this.#withManyDigits(tape, x, out);
    const value = out[0];
    if (Number.isNaN(value)) this.#refuseValue(x);
    if (!Number.isFinite(value) || !isFiniteVector(x)) return out;
    const edge = edgeAt(this.expression.graph, this.#edges, (node) => tape.values[slots.get(node)!]);
    if (edge !== undefined) this.#requireInside(edge, x, what);
    if (!isFiniteVector(out)) {
      const { graph } = this.expression;
      const problem = kinkAt(graph, this.root, x) ?? `the ${what} must be defined at x`;
      refuseOutside(this.#where, problem, x);
    }
    return out;
  }

  /** Where many digits find no value either, what float64 has found stays. */
  #withManyDigits({ roots, nodes }: Tape, x: Vector, out: Vector): void {
    if (nodes.length > MOST_WITH_MANY_DIGITS || !Number.isFinite(out[0])) return;
    const values = manyDigitValues(this.expression.graph, roots, x)?.values;
    if (values) out.set(values);
  }

  /** At an edge or a cut: the formula must go on to all sides. */
  #requireInside(edge: number, x: Vector, what: string): void {
    const { graph } = this.expression;
    const here = this.value(x);
    for (let i = 0; i < this.dimension; i++) {
      for (const sign of [1, -1]) {
        const beside = Float64Array.from(x);
        beside[i] += sign * BESIDE * Math.max(1, Math.abs(x[i]));
        const [value] = this.#valueOnly.tape.run(beside, this.#valueOnly.out);
        if (Number.isNaN(value))
          refuseOutside(
            this.#where,
            `x must lie inside the domain of ${nodeText(graph, edge)}: the ${what} must be defined at x`,
            x,
          );
        if (graph.op[edge] === Op.atan2 && Math.abs(value - here) > 1e-3 * Math.max(1, Math.abs(here))) {
          refuseOutside(this.#where, `x must not be on the cut of ${nodeText(graph, edge)}`, x);
        }
      }
    }
  }

  /** A point that is not finite has no value either, but that is the caller's to see. */
  #refuseValue(x: Vector): void {
    if (!isFiniteVector(x)) return;
    refuseOutside(this.#where, valueProblem(this.expression.graph, this.root, x), x);
  }

  #requireLength(x: Vector): void {
    const { variables } = this.expression;
    const n = this.dimension;
    if (x.length === n) return;
    const names = n > 12 ? `${variables.slice(0, 12).join(', ')}, …` : variables.join(', ');
    refuse(this.#where, `x must hold ${n} ${n === 1 ? 'number' : 'numbers'} (${names})`, x);
  }

  #evaluator(roots: readonly number[]): Evaluator {
    const tape = new Tape(this.expression.graph, roots);
    const slots = new Map(this.#edges.length === 0 ? [] : tape.nodes.map((node, slot) => [node, slot]));
    return { tape, out: new Float64Array(roots.length), slots };
  }

  #bounded<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof GraphFull) refuse(this.#where, 'expression must be shorter for its derivatives', error.message); // biome-ignore format: one idea
      throw error;
    }
  }
}
