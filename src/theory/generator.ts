/**
 * A symmetry given by its generator, a vector field G as a formula: `[-y, x]` turns the plane.
 *
 * The flow of G leaves f alone exactly if ⟨∇f, G⟩ = 0 everywhere. That is looked at in three ways: the sum may vanish
 * term by term; it may be proved to be zero, with every function in it (an exponential, a root) taken for a number of its own;
 * and it is evaluated at random points. The flow itself, dx/ds = G(x), is a group of one dimension.
 */

import { BadInput, refuse } from '../checks.js';
import { dot, norm, sum } from '../numerics/vector.js';
import { Stream } from '../random/stream.js';
import type { GroupAction, Vector } from '../seams.js';
import { pointsInDomain } from './agreement.js';
import { type ExpressionOptions, parseExpression } from './expression.js';
import { roundingErrors } from './formula/rounding.js';
import { Tape } from './formula/tape.js';
import { directionalSum, identityOf } from './formula/zero.js';
import { type Proof, proveIdentity } from './identity.js';
import { SymbolicFunction } from './symbolic-function.js';

/** What is known of a generator. */
export interface GeneratorCheck {
  /** Whether f stays the same along the flow, by proof or, where there is none, by numbers. */
  readonly invariant: boolean;
  /** 'holds' if it is proved; 'fails' and 'not decided' are judged by numbers. */
  readonly proof: Proof['verdict'];
  /** The largest |⟨∇f, G⟩| / (‖∇f‖ ‖G‖) at random points, a cosine. */
  readonly largest: number;
  readonly points: number;
}

const WHERE = 'generator';
const POINTS = 40;
/** A cosine below this is rounding. */
const ZERO_TO_ROUNDING = 1e-9;
/** Steps of the flow for each time that the point moves by its own length. */
const STEPS_PER_LENGTH = 100;
const MOST_STEPS = 20_000;

/** A generator's flow, and whether it is a symmetry. */
export interface ExpressionSymmetry extends GeneratorCheck {
  /** The flow, to teleport along. */
  readonly action: GroupAction;
}

/**
 * The flow of a generator given as a formula, checked against a function given as a formula.
 *
 *     const { invariant, proof, action } = symmetryFromExpression('x^2 + 4y^2', '[-2y, x/2]');
 *
 * @throws on a bad formula, and if the generator has not one entry for each coordinate.
 */
export function symmetryFromExpression(
  text: string,
  generator: string,
  options: ExpressionOptions = {},
): ExpressionSymmetry {
  const where = 'symmetryFromExpression';
  const field = new Generator(new SymbolicFunction(where, parseExpression(where, text, options)), generator);
  return { ...field.check(), action: field.action() };
}

/** A formula's vector field in the formula's own coordinates. */
export class Generator {
  readonly text: string;
  readonly #f: SymbolicFunction;
  readonly #nodes: readonly number[]; // [n]
  readonly #tape: Tape;
  #jacobian:
    | { readonly tape: Tape; readonly entries: readonly (readonly [row: number, column: number])[] }
    | undefined;

  /** @throws if the formula does not give n numbers. */
  constructor(f: SymbolicFunction, text: string) {
    const { entries } = f.expression.also(text);
    if (entries.length !== f.dimension) {
      refuse(
        WHERE,
        `a generator must have ${f.dimension} entries (${f.expression.variables.join(', ')})`,
        text,
      );
    }
    this.text = text;
    this.#f = f;
    this.#nodes = entries;
    this.#tape = new Tape(f.expression.graph, entries);
  }

  /** G(x). */
  at(x: Vector, out: Vector = new Float64Array(x.length)): Vector {
    return this.#tape.run(x, out);
  }

  /** Whether the flow leaves f alone. */
  check(seconds = 5): GeneratorCheck {
    const { largest, points } = this.#byNumbers();
    const proof = this.#byProof(seconds);
    return {
      invariant: proof === 'holds' || (points > 0 && largest < ZERO_TO_ROUNDING),
      proof,
      largest,
      points,
    };
  }

  /** The flow as a group action: exp(ξ)·x is x(ξ) on dx/ds = G(x), by the classical Runge–Kutta method. */
  action(): GroupAction {
    const n = this.#f.dimension;
    const act = (xi: Vector, x: Vector, out: Vector = new Float64Array(n)): Vector => {
      out.set(this.#flow(xi[0], x, undefined).x);
      return out;
    };
    return {
      name: `flow of ${this.text}`,
      algebraDimension: 1,
      dimension: n,
      invariance: 'exact',
      act,
      generator: (xi, x, out = new Float64Array(n)) => {
        this.at(x, out);
        for (let i = 0; i < n; i++) out[i] *= xi[0];
        return out;
      },
      // ∂/∂ξ is G where the flow arrives; ∂/∂x goes back along it, dλ/ds = −Jᵀλ.
      vjp: (xi, x, w, out = { xi: new Float64Array(1), x: new Float64Array(n) }) => {
        const arrival = this.#flow(xi[0], x, undefined).x;
        out.xi[0] = dot(w, this.at(arrival));
        out.x.set(this.#flow(-xi[0], arrival, w).covector!);
        return out;
      },
      compose: (xi, eta) => sum(xi, 1, eta),
      inverse: (xi) => Float64Array.of(-xi[0]),
    };
  }

  #byNumbers(): { largest: number; points: number } {
    const f = this.#f;
    const gradient = new Float64Array(f.dimension);
    let [largest, points] = [0, 0];
    for (const x of pointsInDomain(f, POINTS, Stream.fromSeed(2).split(this.text))) {
      const G = this.at(x);
      f.gradient(x, gradient);
      const size = norm(G) * norm(gradient);
      if (!Number.isFinite(size) || size === 0) continue;
      // What rounding may do to G and ∇f: the cosine of vectors that are noise says nothing.
      const noise = norm(roundingErrors(this.#tape, x, new Float64Array(f.dimension))) / norm(G);
      if (!(noise < ZERO_TO_ROUNDING)) continue;
      points += 1;
      largest = Math.max(largest, Math.abs(dot(G, gradient)) / size);
    }
    return { largest, points };
  }

  #byProof(seconds: number): Proof['verdict'] {
    const f = this.#f;
    const total = directionalSum(f.differentiator.algebra, f.gradientNodes, this.#nodes);
    if (f.differentiator.algebra.isZero(total)) return 'holds';
    const identity = identityOf(f.expression.graph, total);
    if (!identity) return 'not decided';
    try {
      return proveIdentity(identity, { seconds }).verdict;
    } catch (error) {
      if (error instanceof BadInput) return 'not decided'; // too long, or a denominator that is zero
      throw error;
    }
  }

  /** The flow for a time, with a covector carried along. */
  #flow(time: number, start: Vector, covector: Vector | undefined): { x: Vector; covector?: Vector } {
    const n = start.length;
    const speed = norm(this.at(start)) / Math.max(norm(start), 1e-12);
    const steps = Math.min(MOST_STEPS, Math.ceil(Math.abs(time) * Math.max(1, speed) * STEPS_PER_LENGTH));
    const h = time / Math.max(1, steps);
    const rate = (state: Vector): Vector => {
      const x = state.subarray(0, n);
      const out = new Float64Array(state.length);
      this.at(x, out.subarray(0, n));
      if (covector) out.set(this.#pulled(x, state.subarray(n)), n);
      return out;
    };
    let state = covector ? Float64Array.of(...start, ...covector) : Float64Array.from(start);
    for (let k = 0; k < steps; k++) {
      const k1 = rate(state);
      const k2 = rate(sum(state, h / 2, k1));
      const k3 = rate(sum(state, h / 2, k2));
      const k4 = rate(sum(state, h, k3));
      state = state.map((value, i) => value + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
    }
    return { x: state.slice(0, n), ...(covector && { covector: state.slice(n) }) };
  }

  /** −Jᵀλ, J the Jacobian of G. */
  #pulled(x: Vector, covector: Vector): Vector {
    if (!this.#jacobian) {
      const partials = this.#nodes.map((node) => [...this.#f.differentiator.partials(node)]);
      const entries = partials.flatMap((row, i) => row.map(([j]) => [i, j] as const));
      const nodes = partials.flatMap((row) => row.map(([, node]) => node));
      this.#jacobian = { tape: new Tape(this.#f.expression.graph, nodes), entries };
    }
    const { tape, entries } = this.#jacobian;
    const values = tape.run(x, new Float64Array(entries.length));
    const out = new Float64Array(x.length);
    for (const [k, [i, j]] of entries.entries()) out[j] -= values[k] * covector[i];
    return out;
  }
}
