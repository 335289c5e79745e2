/** Section 3: Proposition 4.1 on ½xᵀHx, whose eigenvalues the reader sets, at a point that the reader moves. */

import type { Optimizee, Vector } from '../../../../src/seams.js';
import { type PropositionAt, propositionAt } from '../../../../src/theory/proposition.js';
import { kantorovichBound, spectralFormOf } from '../../../../src/theory/spectral-condition.js';
import { Chart, type ChartLine } from '../draw/chart.js';
import { drawArrows } from '../draw/marks.js';
import { movable } from '../draw/movable.js';
import { gridOf, Plane, type View } from '../draw/plane.js';
import { kept, type Point } from '../state/fields.js';
import { pointText, short, tell } from '../state/live-text.js';
import type { State } from '../state/state.js';
import { buttonOf, svgOf } from './elements.js';
import { newtonArrows } from './newton-arrows.js';

const VIEW: View = { x: [-4, 4], y: [-4, 4] };
const START: Point = [2, 1];

/** The saddle (x² − y²)/2 at (2, 1): 9 against 25 (Appendix A; `indefiniteCounterexample` of the library). */
const COUNTEREXAMPLE = { l1: 1, l2: -1, q: START } as const;

/** Cells of its grid: it is drawn anew at every move of a slider, and smooth. */
const COARSE = 60;
const DIRECTIONS = 90;

/** ½(λ₁x² + λ₂y²). */
function bowl(l1: number, l2: number): Optimizee {
  const pair = (a: number, b: number, out: Vector = new Float64Array(2)) => {
    out[0] = a;
    out[1] = b;
    return out;
  };
  return {
    name: 'half of x·Hx',
    dimension: 2,
    value: ([x, y]) => (l1 * x * x + l2 * y * y) / 2,
    gradient: ([x, y], out) => pair(l1 * x, l2 * y, out),
    hessianVector: (_, [u, v], out) => pair(l1 * u, l2 * v, out),
  };
}

export function propositionSection(state: State): void {
  const plane = new Plane(svgOf('proposition-plane'));
  const arrows = plane.layer('arrows');
  const chart = new Chart(svgOf('proposition-chart'), { ticks: [0, 45, 90], tick: (value) => `${value}°` });
  const place = movable({
    plane,
    label: 'The point x',
    onMove: (x, y) => state.set({ q: [kept(x), kept(y)] }),
  });
  buttonOf('counterexample').addEventListener('click', () => state.set(COUNTEREXAMPLE));
  state.watch(['l1', 'l2'], ({ l1, l2 }) => plane.show(gridOf(bowl(l1, l2).value, VIEW, COARSE)));
  state.watch(['l1', 'l2', 'q'], ({ l1, l2, q }) => {
    const x = Float64Array.from(q ?? START);
    const found = propositionAt(bowl(l1, l2), x);
    const { newton, gradient } = found;
    drawArrows(arrows, plane, newtonArrows(x, gradient, newton));
    chart.draw({ x: [0, 90], ...excessByDirection(l1, l2, gradient) });
    place(x, `${pointText(x)}, ${verdictOf(found)}`);
    tell({
      ...wordsOf(found),
      'proposition.bound': boundText(l1, l2),
      'proposition.l1': short(l1),
      'proposition.l2': short(l2),
    });
  });
}

/** E_p[λ]·E_p[1/λ] − 1 by the angle between g and the first eigenvector, and where g is. */
function excessByDirection(l1: number, l2: number, gradient: Vector) {
  if (l1 === 0 || l2 === 0) return { lines: [] as ChartLine[], y: [-1, 1] as const };
  const at = (angle: number) => {
    const share = Math.cos(angle) ** 2;
    return spectralFormOf(Float64Array.of(l1, l2), Float64Array.of(share, 1 - share)).excess;
  };
  const points = Array.from({ length: DIRECTIONS + 1 }, (_, i) => [i, at((i * Math.PI) / 180)] as const);
  const direction = Math.atan2(Math.abs(gradient[1]), Math.abs(gradient[0]));
  const isThere = gradient[0] !== 0 || gradient[1] !== 0;
  return {
    lines: [{ name: 'excess', points }],
    rules: [0],
    marks: isThere ? [{ name: 'point', x: (direction * 180) / Math.PI, y: at(direction) }] : [],
  };
}

/** The most that a definite Hessian allows. */
function boundText(l1: number, l2: number): string {
  if (!(l1 * l2 > 0)) return 'there is no such bound';
  const [small, large] = [Math.abs(l1), Math.abs(l2)].sort((a, b) => a - b);
  return short(kantorovichBound(large / small));
}

function verdictOf({ holds, curvature }: PropositionAt): string {
  if (holds === undefined)
    return curvature === 'singular' ? 'there is no Newton direction: H is singular' : 'x is a critical point';
  return holds ? 'the inequality holds' : 'the inequality fails';
}

function wordsOf(found: PropositionAt): Record<string, string> {
  const { sides, derivative, curvature, newton } = found;
  const none = 'undefined';
  const excess = sides ? sides.product / sides.square - 1 : Number.NaN;
  return {
    'proposition.gradient': pointText(newton?.gradient ?? found.gradient),
    'proposition.curvature': curvature,
    'proposition.product': sides ? short(sides.product, 4) : none,
    'proposition.square': sides ? short(sides.square, 4) : none,
    'proposition.sign': sides ? signBetween(sides.product, sides.square) : '?',
    'proposition.growth': derivative ? short(derivative.symbols, 4) : none,
    'proposition.differences': derivative ? short(derivative.differences, 4) : none,
    'proposition.excess': short(excess),
    'proposition.verdict': verdictOf(found),
  };
}

/** How the two sides of Lemma A.1 compare; as equal where they differ by rounding. */
function signBetween(product: number, square: number): string {
  if (Math.abs(product - square) <= 1e-12 * square) return '=';
  return product > square ? '>' : '<';
}
