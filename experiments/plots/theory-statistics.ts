/** Figures of the random-matrix and training-point experiments. */

import { color, type Figure, figure, logAxis, palette } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import type { Proportion } from '../../src/evaluation/proportion.js';
import { kantorovichBound, spectralFormOf } from '../../src/theory/spectral-condition.js';
import type { DefiniteMatricesResult } from '../theory/definite-matrices.js';
import type { HarmfulTeleportsResult } from '../theory/harmful-teleports.js';
import type { IndefiniteMatricesResult } from '../theory/indefinite-matrices.js';
import type { TrainingPointsResult } from '../theory/training-points.js';

const BLACK = palette[7];

/** The gap E[λ]E[1/λ] − 1 of random definite matrices against κ, under Kantorovich's bound. */
export function gapFigure({ points }: DefiniteMatricesResult): Figure {
  const dimensions = [...new Set(points.map(({ n }) => n))];
  const largest = Math.max(...points.map(({ conditionNumber }) => conditionNumber));
  const kappa = Array.from({ length: 60 }, (_, i) => 1.1 * (largest / 1.1) ** (i / 59));
  const shown = dimensions.filter((_, i) => i % 2 === 0);
  const clouds = shown.map((n, i): Data => {
    const own = points.filter((point) => point.n === n);
    return {
      type: 'scatter',
      mode: 'markers',
      x: own.map(({ conditionNumber }) => conditionNumber),
      y: own.map(({ gap }) => gap),
      marker: { size: 4, color: color(i), opacity: 0.6 },
      name: `n = ${n}`,
    };
  });
  const bound: Data = {
    type: 'scatter',
    mode: 'lines',
    x: kappa,
    y: kappa.map(kantorovichBound),
    line: { color: BLACK },
    name: '(κ − 1)²/(4κ)',
  };
  return figure([...clouds, bound], {
    xaxis: logAxis('condition number κ of H'),
    yaxis: logAxis('E[λ]·E[1/λ] − 1'),
  });
}

/** Where on the triangle of weights (p₁, p₂, p₃) the inequality holds, for three eigenvalues. */
export function simplexFigure(eigenvalues: readonly [number, number, number], resolution = 161): Figure {
  const grid = Array.from({ length: resolution }, (_, i) => i / (resolution - 1));
  const lambda = Float64Array.from(eigenvalues);
  const sign = (p1: number, p2: number): number | null => {
    const p3 = 1 - p1 - p2;
    if (p3 < -1e-9) return null;
    const { excess } = spectralFormOf(lambda, Float64Array.of(p1, p2, Math.max(0, p3)));
    return excess >= 0 ? 1 : -1;
  };
  const map: Data = {
    type: 'heatmap',
    x: grid,
    y: grid,
    z: grid.map((p2) => grid.map((p1) => sign(p1, p2))) as number[][],
    zmin: -1,
    zmax: 1,
    colorscale: [
      [0, '#f2b58c'],
      [1, '#a6cbe3'],
    ],
    showscale: false,
    hoverinfo: 'skip',
  };
  return figure([map], {
    title: { text: `λ = (${eigenvalues.join(', ')}): blue, the gradient grows along v<sub>⊥</sub>` },
    xaxis: { title: { text: 'p<sub>1</sub>' }, range: [0, 1] },
    yaxis: { title: { text: 'p<sub>2</sub>' }, range: [0, 1], scaleanchor: 'x' },
    width: 560,
    height: 540,
  });
}

/** How often the inequality holds against the share of negative eigenvalues: a panel a dimension, a line a κ. */
export function inertiaFigure({ rows }: IndefiniteMatricesResult): Figure {
  const dimensions = [...new Set(rows.map(({ n }) => n))].filter((n) => n > 2);
  const conditions = [...new Set(rows.map(({ conditionNumber }) => conditionNumber))];
  const layout: Record<string, unknown> = {};
  const data = dimensions.flatMap((n, panel) => {
    const suffix = panel === 0 ? '' : String(panel + 1);
    layout[`xaxis${suffix}`] = {
      domain: [panel / dimensions.length + 0.02, (panel + 1) / dimensions.length - 0.01],
      title: { text: `negative λ of n = ${n}` },
      rangemode: 'tozero',
      tickformat: 'd',
    };
    layout[`yaxis${suffix}`] = {
      range: [-0.03, 1.03],
      anchor: `x${suffix}`,
      ...(panel === 0 ? { title: { text: 'share where the inequality holds' } } : { showticklabels: false }),
    };
    return conditions.map((conditionNumber, i) => {
      const own = rows.filter((row) => row.n === n && row.conditionNumber === conditionNumber);
      return {
        ...withIntervals(
          own.map(({ negative }) => negative),
          own.map(({ holds }) => holds),
          i,
        ),
        name: `κ = ${conditionNumber}`,
        legendgroup: String(conditionNumber),
        showlegend: panel === 0,
        xaxis: `x${suffix}`,
        yaxis: `y${suffix}`,
      } as Data;
    });
  });
  return figure(data, { ...layout, width: 880, height: 400 } as Partial<Layout>);
}

/** How often the inequality holds along training, with Wilson's intervals over runs. */
export function trainingFigure({ rows }: TrainingPointsResult): Figure {
  const problems = [...new Set(rows.map(({ problem }) => problem))];
  const data = problems.map((problem, i): Data => {
    const own = rows.filter((row) => row.problem === problem);
    return {
      ...withIntervals(
        own.map(({ step }) => step + 1),
        own.map(({ holds }) => holds),
        i,
      ),
      name: problem,
    };
  });
  return figure(data, {
    xaxis: logAxis('1 + gradient descent steps'),
    yaxis: { title: { text: 'share of runs where the inequality holds' }, range: [-0.03, 1.03] },
    legend: { orientation: 'h', y: 1.12 },
  });
}

/** Each teleport's factor of ‖∇f‖ against its factor of the distance to the minimum; above 0 is farther away. */
export function harmFigure({ points }: HarmfulTeleportsResult): Figure {
  const families = Object.keys(points);
  const data = families.map((family, i): Data => {
    const shown = points[family].slice(0, 500);
    return {
      type: 'scatter',
      mode: 'markers',
      name: family,
      x: shown.map(([gradient]) => gradient),
      y: shown.map(([, distance]) => distance),
      marker: { size: 5, color: color([2, 4, 1][i % 3]), opacity: 0.6 },
    };
  });
  return figure(data, {
    xaxis: { title: { text: 'log<sub>10</sub> of the factor of ‖∇f‖' }, range: [-0.05, 3] },
    yaxis: {
      title: { text: 'log<sub>10</sub> of the factor of ‖x − x*‖' },
      range: [-2.5, 2.5],
      zeroline: true,
      zerolinecolor: BLACK,
    },
  });
}

function withIntervals(x: number[], shares: readonly Proportion[], index: number) {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x,
    y: shares.map(({ share }) => share),
    error_y: {
      type: 'data',
      symmetric: false,
      array: shares.map(({ high, share }) => high - share),
      arrayminus: shares.map(({ low, share }) => share - low),
      thickness: 1,
      width: 3,
    },
    line: { color: color(index) },
    marker: { color: color(index), size: 6 },
  } as const;
}
