/** Section 2: a teleport along the curve, then one step; where the step lands from everywhere on it; descent with and without. */

import { norm, sum } from '../../../../src/numerics/vector.js';
import { gradientDescent } from '../../../../src/optimizers/gradient-descent.js';
import type { Optimizee, Vector } from '../../../../src/seams.js';
import { Chart } from '../draw/chart.js';
import { drawArrows, drawColoured, drawDots, drawLine, shadesOf } from '../draw/marks.js';
import { movable } from '../draw/movable.js';
import { Plane } from '../draw/plane.js';
import { nearestAngle, type OrbitCurve } from '../problems/orbit-curve.js';
import { kept } from '../state/fields.js';
import { degrees, pointText, short, tell } from '../state/live-text.js';
import type { State } from '../state/state.js';
import { svgOf } from './elements.js';
import { watchScene } from './scene.js';

/** Steps of gradient descent that are compared. */
const STEPS = 20;

/** A descent that has risen by this factor leaves the chart. */
const MOST_RISE = 100;

/** One step of gradient descent from a point, and what it gives. */
interface Landing {
  readonly from: Vector;
  readonly to: Vector;
  /** f after the step; NaN where there is no step. */
  readonly value: number;
  /** ‖∇f‖ before it. */
  readonly slope: number;
}

export function teleportSection(state: State): void {
  const plane = new Plane(svgOf('teleport-plane'));
  const [curves, landings, arrows, dots] = ['orbit', 'landings', 'arrows', 'dots'].map((name) =>
    plane.layer(name),
  );
  const byAngle = new Chart(svgOf('teleport-chart'), {
    log: true,
    ticks: [-180, -90, 0, 90, 180],
    tick: (value) => `${value}°`,
  });
  const bySteps = new Chart(svgOf('descent-chart'), { log: true });
  let current: OrbitCurve | undefined;
  const place = movable({
    plane,
    label: 'The teleported point',
    onMove: (x, y) => current && state.set({ angle: inDegrees(nearestAngle(current, [x, y])) }),
  });

  watchScene(state, plane, ['angle', 'alpha'], ({ problem: { optimizee }, x, curve }, { angle, alpha }) => {
    if (!curve) throw new Error('no level set through the point is in sight: move the point');
    current = curve;
    const land = (from: Vector) => landing(optimizee, from, alpha);
    const all = curve.points.map(land);
    const best = bestOf(all);
    const [stayed, moved] = [land(x), land(curve.at((angle * Math.PI) / 180))];
    drawColoured(curves, plane, curve.points, shadesOf(all.map(({ slope }) => slope)));
    drawLine(
      landings,
      plane,
      all.map(({ to }) => to),
      'landing',
    );
    drawArrows(arrows, plane, [
      { name: 'stayed', from: x, to: stayed.to },
      { name: 'moved', from: moved.from, to: moved.to },
    ]);
    drawDots(dots, plane, [
      { name: 'start', at: x, radius: 6 },
      { name: 'best', at: all[best].from, radius: 6 },
      { name: 'arrival', at: stayed.to },
      { name: 'arrival', at: moved.to },
    ]);
    const degreesOf = (i: number) => inDegrees(curve.angles[i]);
    byAngle.draw({
      x: [-180, 180],
      lines: [{ name: 'loss', points: all.map(({ value }, i) => [degreesOf(i), value] as const) }],
      rules: [stayed.value],
      marks: [
        { name: 'moved', x: angle, y: moved.value },
        { name: 'best', x: degreesOf(best), y: all[best].value },
      ],
    });
    const without = descent(optimizee, x, alpha);
    const withTeleport = descent(optimizee, moved.from, alpha);
    const numbered = (losses: readonly number[]) => losses.map((loss, t) => [t, loss] as const);
    bySteps.draw({
      x: [0, STEPS],
      ceiling: MOST_RISE * without[0],
      lines: [
        { name: 'stayed', points: numbered(without) },
        { name: 'moved', points: numbered(withTeleport) },
      ],
    });
    place(
      moved.from,
      `${degrees((angle * Math.PI) / 180)}, at ${pointText(moved.from)}, f after a step ${short(moved.value)}`,
    );
    const steepest = steepestOf(all);
    tell({
      'teleport.angle': `${angle}°`.replace('-', '−'),
      'teleport.alpha': short(alpha),
      'teleport.before': short(optimizee.value(x)),
      'teleport.stayed': short(stayed.value),
      'teleport.moved': short(moved.value),
      'teleport.best-angle': degrees(curve.angles[best]),
      'teleport.best': short(all[best].value),
      'teleport.steepest-angle': degrees(curve.angles[steepest]),
      'teleport.steepest': short(all[steepest].value),
      'teleport.without': endText(without),
      'teleport.with': endText(withTeleport),
    });
  });
}

const inDegrees = (radians: number) => kept((radians * 180) / Math.PI);

/** x − α∇f(x). */
function landing(optimizee: Optimizee, from: Vector, alpha: number): Landing {
  try {
    const gradient = optimizee.gradient(from);
    const to = sum(from, -alpha, gradient);
    return { from, to, value: optimizee.value(to), slope: norm(gradient) };
  } catch {
    return { from, to: from.map(() => Number.NaN), value: Number.NaN, slope: Number.NaN };
  }
}

/** Where f is lowest after the step. */
function bestOf(all: readonly Landing[]): number {
  return all.reduce(
    (best, { value }, i) => (value < all[best].value || Number.isNaN(all[best].value) ? i : best),
    0,
  );
}

/** Where the gradient is longest before it. */
function steepestOf(all: readonly Landing[]): number {
  return all.reduce((best, { slope }, i) => (slope > all[best].slope ? i : best), 0);
}

/** f(x_t) of gradient descent; NaN from where it leaves the domain on. */
function descent(optimizee: Optimizee, start: Vector, learningRate: number): number[] {
  const losses = new Array<number>(STEPS + 1).fill(Number.NaN);
  const optimizer = gradientDescent({ learningRate });
  let x = start;
  let state = optimizer.init(x);
  try {
    for (let t = 0; t <= STEPS; t++) {
      losses[t] = optimizee.value(x);
      ({ x, state } = optimizer.update(state, optimizee.gradient(x), x));
    }
  } catch {
    // the formula has no value here: the losses so far are what there is
  }
  return losses;
}

/** The last loss, or when it was gone. */
function endText(losses: readonly number[]): string {
  const gone = losses.findIndex((loss) => !Number.isFinite(loss));
  return gone < 0 ? short(losses[losses.length - 1]) : `nothing: it diverged at step ${gone}`;
}
