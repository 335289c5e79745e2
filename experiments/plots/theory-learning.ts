/** Figures of teleports on level sets: orbits, learned angles, and the way to Newton's step. */

import { color, type Figure, figure, logAxis, palette } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { levelSets, type Window2D } from '../../src/display/level-sets.js';
import type { Task, Vector } from '../../src/seams.js';
import type { LearningTheAngleResult } from '../theory/learning-the-angle.js';
import type { NewtonComparisonResult, Reading } from '../theory/newton-comparison.js';
import type { TowardTheAxisResult } from '../theory/toward-the-axis.js';

const BLACK = palette[7];

/** A path of the plane as a trace; its first point is a square. */
export function pathTrace(name: string, path: readonly Vector[], hex: string, dash = false): Data {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: path.map(([x]) => x),
    y: path.map(([, y]) => y),
    line: { color: hex, width: 1.8, dash: dash ? 'dot' : 'solid' },
    marker: {
      color: hex,
      size: path.map((_, t) => (t === 0 ? 9 : 5)),
      symbol: path.map((_, t) => (t === 0 ? 'square' : 'circle')),
      line: { width: 0 },
    },
  };
}

/** The orbit of a task's start, as a line. */
function orbitTrace({ action, start }: Task, angles = 720): Data {
  const points = Array.from({ length: angles + 1 }, (_, k) =>
    action.act(Float64Array.of((2 * Math.PI * k) / angles), start),
  );
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'the orbit of the start',
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    line: { color: BLACK, width: 1.5 },
  };
}

/** Paths over the level sets of a task, with its orbit and its minimum. */
export function pathsFigure(
  task: Task,
  paths: readonly Data[],
  window: Window2D,
  layout: Partial<Layout> = {},
): Figure {
  const minimum = task.optimizee.minimum!.point!;
  const star: Data = {
    type: 'scatter',
    mode: 'markers',
    name: 'the minimum',
    x: [minimum[0]],
    y: [minimum[1]],
    marker: { symbol: 'star', size: 13, color: BLACK },
  };
  return levelSets(task.optimizee, window, [orbitTrace(task), star, ...paths], {
    width: 860,
    height: 560,
    ...layout,
  });
}

/** δ, the angle left to the predicted axis, by iteration; dashed, the predicted rate. */
export function learningFigure({ curves }: LearningTheAngleResult, conditionNumber: number): Figure {
  const chosen = curves.filter((curve) => curve.conditionNumber === conditionNumber);
  const learned = chosen.map((curve, i): Data => {
    return {
      type: 'scatter',
      mode: 'lines',
      name: `α tr H/2 = ${curve.stepShare}: to the ${curve.stepShare < 1 ? 'shorter' : 'longer'} axis`,
      y: [...curve.delta],
      line: { color: color(i) },
    };
  });
  const { predictedFactor } = chosen[0];
  const predicted: Data = {
    type: 'scatter',
    mode: 'lines',
    name: `slope predicted, ${predictedFactor.toFixed(2)} a step`,
    y: Array.from({ length: 60 }, (_, k) => 3 * predictedFactor ** k),
    line: { color: BLACK, dash: 'dash' },
  };
  return figure([...learned, predicted], {
    title: { text: `κ = ${conditionNumber}` },
    xaxis: { title: { text: 'iteration of gradient descent on θ' }, range: [0, 60] },
    yaxis: { ...logAxis('angle to the predicted axis (radians)'), range: [-7, 1] },
  });
}

/** β, the angle from the shorter axis, before and after a teleport: a panel a teleport. */
export function axisFigure({ angles }: TowardTheAxisResult): Figure {
  const names = Object.keys(angles);
  const layout: Record<string, unknown> = {};
  const data = names.flatMap((name, panel): Data[] => {
    const suffix = panel === 0 ? '' : String(panel + 1);
    layout[`xaxis${suffix}`] = {
      domain: [panel / names.length + 0.02, (panel + 1) / names.length - 0.02],
      title: { text: `β before (${name})` },
      range: [0, 1.6],
    };
    layout[`yaxis${suffix}`] = {
      range: [-0.02, 1.6],
      anchor: `x${suffix}`,
      title: { text: panel === 0 ? 'β after' : '' },
    };
    const axes = { xaxis: `x${suffix}`, yaxis: `y${suffix}` } as const;
    return [
      {
        ...axes,
        type: 'scatter',
        mode: 'markers',
        x: angles[name].map(([before]) => before),
        y: angles[name].map(([, after]) => after),
        marker: { size: 3, color: color(0), opacity: 0.6 },
      },
      { ...axes, type: 'scatter', mode: 'lines', x: [0, 1.6], y: [0, 1.6], line: { color: BLACK, width: 1 } },
    ] as Data[];
  });
  return figure(data, { ...layout, showlegend: false, width: 880, height: 360 } as Partial<Layout>);
}

const READING_NAMES: Readonly<Record<Reading, string>> = {
  distance: 'distance of the whole step to Newton’s step',
  displacementAngle: 'angle of the whole step to Newton’s step',
  gradientAngle: 'angle of the new gradient to Newton’s step',
  arrivalAngle: 'angle of the new gradient to Newton’s step from there',
};

/** In how many random ellipses a small teleport brings the step closer, against the step size. */
export function closerFigure({ rows }: NewtonComparisonResult, family: string): Figure {
  const own = rows.filter((row) => row.family === family && row.hessian === 'definite');
  const readings = [...new Set(own.map(({ reading }) => reading))];
  const data = readings.map((reading, i): Data => {
    const points = own.filter((row) => row.reading === reading);
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: READING_NAMES[reading],
      x: points.map(({ stepShare }) => stepShare),
      y: points.map(({ closer }) => closer.share),
      error_y: {
        type: 'data',
        symmetric: false,
        array: points.map(({ closer }) => closer.high - closer.share),
        arrayminus: points.map(({ closer }) => closer.share - closer.low),
        thickness: 1,
        width: 3,
      },
      line: { color: color(i) },
    };
  });
  return figure(data, {
    xaxis: { title: { text: 'step size α λ<sub>max</sub>' } },
    yaxis: { title: { text: 'share of tasks brought closer' }, range: [-0.04, 1.04] },
    legend: { orientation: 'h', y: 1.36 },
    margin: { t: 130 },
    height: 520,
  });
}
