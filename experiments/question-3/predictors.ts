/**
 * What can be measured of a family of tasks before any training, each the median over tasks of its own stream, at their starts x₀. With
 * g = ∇f(x₀) as an optimizer sees it, noise included, H = ∇²f(x₀) = Σ λᵢ eᵢeᵢᵀ and pᵢ = ⟨g, eᵢ⟩²/‖g‖²:
 *
 *     condition        log₁₀ κ,   κ = max|λ|/min|λ|
 *     orbit spread     log₁₀ (max/median) of ‖∇f‖ over {@link ORBIT_POINTS} random points of the orbit and x₀
 *     newton cosine    cosine of ∇‖∇f‖² = 2Hg and Newton's direction −H⁻¹g; −1 where g is an eigenvector, toward 0 where the two are unrelated
 *     spectral excess  s = E_p[λ]·E_p[1/λ] − 1 of Proposition 4.1 (`theory/spectral-condition.ts`), as sign(s) log₁₀(1 + |s|)
 *     curvature        E_p[λ]/max|λ|, the curvature along the gradient: 1 on the steepest axis
 *     participation    1/(n Σ pᵢ²): the share of the Hessian's axes that the gradient has a part in
 *     negative         share of negative eigenvalues
 *     distance         log₁₀ ‖x₀ − x*‖
 *     dimension        log₁₀ n
 *     orbit dimension  rank of the generators at x₀, of the level set's n − 1 directions
 *     noise            ‖g − g̃‖/‖g̃‖, g̃ by central differences of f
 */

import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { median } from 'simple-statistics';
import { refuse } from '../../src/checks.js';
import { dot, norm, scaled, sum, unitVector } from '../../src/numerics/vector.js';
import { denseHessian } from '../../src/optimizees/hessian.js';
import type { Stream } from '../../src/random/stream.js';
import type { GroupAction, Optimizee, Task, TaskFamily, Vector } from '../../src/seams.js';
import { spectralFormOf } from '../../src/theory/spectral-condition.js';

/** In the order in which tables show them. */
export const PREDICTORS = [
  'condition',
  'orbit spread',
  'newton cosine',
  'spectral excess',
  'curvature',
  'participation',
  'negative',
  'distance',
  'dimension',
  'orbit dimension',
  'noise',
] as const;

/** The name of one. */
export type Predictor = (typeof PREDICTORS)[number];

/** What each is called in a sentence. */
export const PREDICTOR_WORDS: Readonly<Record<Predictor, string>> = {
  condition: 'log₁₀ of the condition number at the start',
  'orbit spread': 'log₁₀ of the largest over the median gradient norm on the start’s orbit',
  'newton cosine': 'the cosine of ∇‖∇f‖² and Newton’s direction',
  'spectral excess': 'log₁₀(1 + s), s the spectral excess of Proposition 4.1,',
  curvature: 'the curvature along the gradient, of the largest,',
  participation: 'the share of the Hessian’s axes that the gradient has a part in',
  negative: 'the share of negative eigenvalues',
  distance: 'log₁₀ of the start’s distance',
  dimension: 'log₁₀ of the dimension',
  'orbit dimension': 'the orbit’s share of the directions of the level set',
  noise: 'the relative error of the gradient',
};

/** A number for each predictor. */
export type Measured = Readonly<Record<Predictor, number>>;

/** Tasks that a family is measured on. */
const TASKS = 20;
const ORBIT_POINTS = 64;
/** Of central differences: ε^{1/3}. */
const STEP = 6e-6;
/** A singular value below this share of the largest is rounding. */
const RANK_ROUNDING = 1e-9;

/** The predictors of a family. */
export function measureFamily(family: TaskFamily, stream: Stream, tasks = TASKS): Measured {
  const each = Array.from({ length: tasks }, (_, i) =>
    measureTask(family.sample(stream.split('tasks').split(i)), stream.split('orbit').split(i)),
  );
  const medians = PREDICTORS.map((name) => [name, median(each.map((one) => one[name]))] as const);
  return Object.fromEntries(medians) as Record<Predictor, number>;
}

/** The predictors of one task. @throws where the gradient is zero. */
export function measureTask({ optimizee, action, start }: Task, stream: Stream): Measured {
  const n = optimizee.dimension;
  const g = optimizee.gradient(start).slice();
  if (!(norm(g) > 0)) refuse('measureTask', 'the gradient at the start must not be zero', g);
  const { values, components } = inAxes(denseHessian(optimizee, start), g);
  const p = components.map((c) => c ** 2 / dot(g, g));
  const form = spectralFormOf(values, p);
  const largest = Math.max(...values.map(Math.abs));
  const { minimum } = optimizee;
  if (!minimum?.point) refuse('measureTask', 'the minimum must be known', optimizee.name);
  return {
    condition: Math.log10(form.conditionNumber),
    'orbit spread': orbitSpread(optimizee, action, start, stream),
    'newton cosine': newtonCosine(values, components),
    'spectral excess': Math.sign(form.excess) * Math.log10(1 + Math.abs(form.excess)),
    curvature: form.meanCurvature / largest,
    participation: 1 / (n * dot(p, p)),
    negative: form.negative / form.eigenvalues.length,
    distance: Math.log10(norm(sum(start, -1, minimum.point))),
    dimension: Math.log10(n),
    'orbit dimension': orbitDimension(action, start) / (n - 1),
    noise: gradientError(optimizee, start, g),
  };
}

/** λᵢ and ⟨g, eᵢ⟩. */
function inAxes(H: Vector, g: Vector): { readonly values: Vector; readonly components: Vector } {
  const n = g.length;
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, H), {
    assumeSymmetric: true,
  });
  const components = Float64Array.from({ length: n }, (_, i) =>
    dot(g, eigenvectorMatrix.getColumn(i) as unknown as Vector),
  );
  return { values: Float64Array.from(realEigenvalues), components };
}

/** ⟨Hg, −H⁻¹g⟩ = −‖g‖², over the two lengths. */
function newtonCosine(values: Vector, components: Vector): number {
  const along = components.map((c, i) => c * values[i]); // Hg
  const newton = components.map((c, i) => -c / values[i]); // −H⁻¹g
  return dot(along, newton) / (norm(along) * norm(newton));
}

function orbitSpread(optimizee: Optimizee, action: GroupAction, x: Vector, stream: Stream): number {
  const lengths = [norm(optimizee.gradient(x))];
  for (let k = 0; k < ORBIT_POINTS; k++) {
    const xi = scaled(Math.PI, stream.normals(action.algebraDimension)); // angles wind around: nearly uniform
    lengths.push(norm(optimizee.gradient(action.act(xi, x))));
  }
  return Math.log10(Math.max(...lengths) / median(lengths));
}

/** The rank of ξ ↦ generator(ξ, x). */
function orbitDimension(action: GroupAction, x: Vector): number {
  const m = action.algebraDimension;
  const rows = Array.from({ length: m }, (_, i) => Array.from(action.generator(unitVector(m, i), x)));
  const { diagonal } = new SingularValueDecomposition(new Matrix(rows), { autoTranspose: true });
  return diagonal.filter((value) => value > RANK_ROUNDING * diagonal[0]).length;
}

function gradientError(optimizee: Optimizee, x: Vector, g: Vector): number {
  const differences = Float64Array.from(x, (xi, i) => {
    const h = STEP * Math.max(1, Math.abs(xi));
    const [after, before] = [x.slice(), x.slice()];
    after[i] = xi + h;
    before[i] = xi - h;
    return (optimizee.value(after) - optimizee.value(before)) / (2 * h);
  });
  return norm(sum(g, -1, differences)) / norm(differences);
}
