/**
 * Does a small teleport bring the next first-order step closer to Newton's (claim C3, Section 4.1)?
 *
 * From x, teleport a distance ε along the orbit, to the side of v⊥ (the side on which the gradient grows, for a
 * convex f), then take a gradient step of size α from the new point x_ε:
 *
 *     d(ε) = (x_ε − x) − α ∇f(x_ε)          to be compared with d(0) = −α∇f(x) and with v₂ = −H⁻¹∇f(x).
 *
 * "Closer" can be read in more than one way, and they do not agree, so all are measured:
 *
 *     distance         ‖d(ε) − v₂‖
 *     displacementAngle  the angle from d(ε) to v₂
 *     gradientAngle      the angle from −∇f(x_ε) to v₂, Newton's direction where the teleport started
 *     arrivalAngle       the angle from −∇f(x_ε) to Newton's direction at x_ε
 *
 * With u = v⊥/‖v⊥‖ and q = uᵀHu, to first order in ε where the orbit moves along u (as it does in the plane):
 *
 *     displacementAngle falls by ε (1 − αq)/(α‖∇f‖): so where α < 1/q, which α ≤ 1/λ_max implies;
 *     distance          falls by ε [ (1 − αq)‖v⊥‖ + α(k − α) uᵀH∇f ]/‖d(0) − v₂‖, k = gᵀH⁻¹g/gᵀg ≥ 1/λ_max;
 *     gradientAngle     grows by ε q/‖∇f‖: the gradient itself turns away from v₂ wherever q > 0.
 *
 * `statements.ts` proves the brackets ('closer to newton').
 */

import { refuse, requirePositive, requireVector } from '../checks.js';
import { dot, norm, scaled, squaredNorm, sum, unitVector } from '../numerics/vector.js';
import { requireAction, requireOptimizee } from '../seam-checks.js';
import type { GroupAction, Optimizee, Vector } from '../seams.js';
import { angleBetween, type NewtonDecomposition, newtonDecomposition } from './newton-decomposition.js';

/** How near a first-order step comes to Newton’s. */
export interface NewtonComparison {
  /** ‖d − v₂‖. */
  readonly distance: number;
  readonly displacementAngle: number;
  readonly gradientAngle: number;
  readonly arrivalAngle: number;
}

/** The comparison before and after a small teleport. */
export interface SmallTeleport {
  /** x_ε. */
  readonly arrival: Vector;
  /** Without the teleport (ε = 0), and with it. */
  readonly before: NewtonComparison;
  readonly after: NewtonComparison;
  /** What the formulas of the header say: the derivatives by ε at 0 (negative is closer). */
  readonly rates: Pick<NewtonComparison, 'distance' | 'displacementAngle' | 'gradientAngle'>;
}

/**
 * A teleport of length ε (to first order) toward v⊥, and a gradient step of size α, against Newton's step.
 *
 * @throws if x is critical, its Hessian singular, or its orbit does not move along v⊥ (v⊥ = 0 on an axis).
 */
export function compareSmallTeleport(
  optimizee: Optimizee,
  action: GroupAction,
  x: Vector,
  stepSize: number,
  epsilon: number,
): SmallTeleport {
  const where = 'compareSmallTeleport';
  requireOptimizee(where, optimizee);
  requireAction(where, action);
  requireVector(where, 'x', x, optimizee.dimension);
  requirePositive(where, 'stepSize', stepSize);
  requirePositive(where, 'epsilon', epsilon);
  const here = newtonDecomposition(optimizee, x);
  const xi = towards(action, x, here.perpendicular);
  const speed = norm(action.generator(xi, x));
  if (!(speed > 0)) refuse(where, 'the orbit must move along the level set at x', x);
  const arrival = action.act(scaled(epsilon / speed, xi), x);
  const there = newtonDecomposition(optimizee, arrival);
  return {
    arrival,
    before: comparison(here, here, new Float64Array(x.length), stepSize),
    after: comparison(here, there, sum(arrival, -1, x), stepSize),
    rates: firstOrderRates(here, stepSize),
  };
}

/** The ξ along which the orbit moves most toward v: ξᵢ = ⟨v, Gᵢ(x)⟩. */
function towards(action: GroupAction, x: Vector, v: Vector): Vector {
  const m = action.algebraDimension;
  return Float64Array.from({ length: m }, (_, i) => dot(v, action.generator(unitVector(m, i), x)));
}

function comparison(
  here: NewtonDecomposition,
  there: NewtonDecomposition,
  jump: Vector,
  stepSize: number,
): NewtonComparison {
  const displacement = sum(jump, -stepSize, there.gradient); // d(ε)
  const descent = scaled(-1, there.gradient);
  return {
    distance: norm(sum(displacement, -1, here.newton)),
    displacementAngle: angleBetween(displacement, here.newton),
    gradientAngle: angleBetween(descent, here.newton),
    arrivalAngle: there.angle,
  };
}

/** The formulas of the header; they take v₂ to point downhill, as it does where H is definite and positive. */
function firstOrderRates(here: NewtonDecomposition, stepSize: number): SmallTeleport['rates'] {
  const { gradient: g, hessian: H, newton, perpendicular } = here;
  const n = g.length;
  const across = norm(perpendicular);
  const u = scaled(1 / across, perpendicular);
  const Hu = Float64Array.from({ length: n }, (_, i) => dot(H.subarray(i * n, (i + 1) * n), u));
  const q = dot(u, Hu);
  const k = -dot(newton, g) / squaredNorm(g);
  const gap = norm(sum(scaled(-stepSize, g), -1, newton)); // ‖d(0) − v₂‖
  return {
    distance: -((1 - stepSize * q) * across + stepSize * (k - stepSize) * dot(g, Hu)) / gap,
    displacementAngle: -(1 - stepSize * q) / (stepSize * norm(g)),
    gradientAngle: q / norm(g),
  };
}
