/** Section 1: a point, the curve on which f stays as it is, and what the gradient does along it. */

import { BadInput } from '../../../../src/checks.js';
import { norm } from '../../../../src/numerics/vector.js';
import type { Optimizee, Vector } from '../../../../src/seams.js';
import {
  type NewtonDecomposition,
  newtonDecomposition,
  planarDeterminant,
} from '../../../../src/theory/newton-decomposition.js';
import { Chart } from '../draw/chart.js';
import { drawArrows, drawColoured, shadesOf } from '../draw/marks.js';
import { movable } from '../draw/movable.js';
import { Plane } from '../draw/plane.js';
import { kept } from '../state/fields.js';
import { degrees, pointText, short, tell } from '../state/live-text.js';
import type { State } from '../state/state.js';
import { svgOf } from './elements.js';
import { newtonArrows } from './newton-arrows.js';
import { type Scene, watchScene } from './scene.js';

export function orbitSection(state: State): void {
  const plane = new Plane(svgOf('orbit-plane'));
  const curves = plane.layer('orbit');
  const arrows = plane.layer('arrows');
  const chart = new Chart(svgOf('orbit-chart'), {
    ticks: [-180, -90, 0, 90, 180],
    tick: (value) => `${value}°`,
  });
  const place = movable({
    plane,
    label: 'The point x',
    onMove: (x, y) => state.set({ p: [kept(x), kept(y)] }),
  });

  watchScene(state, plane, [], (scene) => {
    const { x, curve, problem } = scene;
    const { optimizee } = problem;
    const lengths = curve ? curve.points.map((point) => lengthAt(optimizee, point)) : [];
    drawColoured(curves, plane, curve?.points ?? [], shadesOf(lengths));
    const newton = decompositionOrNone(optimizee, x);
    drawArrows(arrows, plane, newtonArrows(x, optimizee.gradient(x), newton));
    const here = norm(optimizee.gradient(x));
    const turns = (curve?.angles ?? []).map((angle) => (angle * 180) / Math.PI);
    chart.draw({
      x: [-180, 180],
      lines: [{ name: 'norm', points: turns.map((turn, i) => [turn, lengths[i]] as const) }],
      marks: [{ name: 'point', x: 0, y: here }],
    });
    place(x, `${pointText(x)}, f ${short(optimizee.value(x))}, gradient ${short(here)}`);
    tell({ ...wordsOfCurve(scene, lengths), ...wordsOfNewton(newton) });
  });
}

/** ‖∇f‖, and NaN where there is none. */
function lengthAt(optimizee: Optimizee, x: Vector): number {
  try {
    return norm(optimizee.gradient(x));
  } catch {
    return Number.NaN;
  }
}

/** Undefined at a critical point and where the Hessian is singular. */
function decompositionOrNone(optimizee: Optimizee, x: Vector): NewtonDecomposition | undefined {
  try {
    return newtonDecomposition(optimizee, x);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

function wordsOfCurve({ problem: { optimizee }, x, curve }: Scene, lengths: readonly number[]) {
  const value = optimizee.value(x);
  const here = norm(optimizee.gradient(x));
  const finite = lengths.filter(Number.isFinite);
  const among = (values: readonly number[], choose: (...values: number[]) => number) =>
    values.length === 0 ? Number.NaN : choose(...values);
  const [low, high] = [among(finite, Math.min), among(finite, Math.max)];
  const off = curve?.points.map((point) => Math.abs(optimizee.value(point) - value)) ?? [];
  return {
    'orbit.point': pointText(x),
    'orbit.value': short(value),
    'orbit.gradient': short(here),
    'orbit.kind': !curve
      ? 'no level set is in sight'
      : curve.ofGroup
        ? 'the orbit of x'
        : 'the level set of x',
    'orbit.low': short(low),
    'orbit.high': short(high),
    'orbit.ratio': short(high / low),
    'orbit.off': short(among(off.filter(Number.isFinite), Math.max) / Math.max(1e-300, Math.abs(value)), 2),
  };
}

function wordsOfNewton(newton: NewtonDecomposition | undefined) {
  if (!newton) {
    const none = 'not defined';
    return {
      'orbit.angle': none,
      'orbit.growth': none,
      'orbit.curvature': 'singular, or the gradient is zero',
    };
  }
  const determinant = planarDeterminant(newton.hessian);
  const definite = newton.hessian[0] > 0 ? 'positive definite' : 'negative definite';
  return {
    'orbit.angle': degrees(newton.angle),
    'orbit.growth': short(newton.derivative),
    'orbit.curvature': determinant > 0 ? definite : 'indefinite',
  };
}
