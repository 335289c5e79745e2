/** Figures on question Q3: the design, each predictor against the gains, predictions against gains, and weights. */

import { color, type Figure, figure } from '../../src/display/figure-style.js';
import type { Data, Layout } from '../../src/display/figure-types.js';
import { PREDICTORS } from '../question-3/predictors.js';
import { type FamilyRow, type Prediction, predictedGain } from '../question-3/study.js';
import { type FamilyPoint, familyPoints } from '../question-3-design.js';

/** Of panels side by side, or in rows. */
const PANEL = { width: 250, height: 215 } as const;

const OUTCOMES = { helps: color(2), open: color(6), harms: color(1), 'too few seeds': color(7) } as const;

/** What the design's picture shows of a point. */
const SHOWN: Readonly<Record<string, (point: FamilyPoint) => number>> = {
  'log<sub>10</sub> κ': ({ conditionNumber }) => Math.log10(conditionNumber),
  'log<sub>10</sub> n': ({ dimension }) => Math.log10(dimension),
  rotation: ({ rotation }) => rotation,
  bend: ({ bend }) => bend,
  noise: ({ noise }) => noise,
  'log<sub>10</sub> distance': ({ distance }) => Math.log10(distance),
  'share moved': ({ blocks, dimension }) => blocks.reduce((sum, k) => sum + k, 0) / dimension,
};

/** Each axis of the design against the next: points spread evenly leave no corner empty. Colours are the groups. */
export function designFigure(
  points: readonly FamilyPoint[] = familyPoints,
  layout: Partial<Layout> = {},
): Figure {
  const names = Object.keys(SHOWN);
  const pairs = names.slice(1).map((name, i) => [names[i], name] as const);
  const isTorus = ({ blocks }: FamilyPoint) => blocks.every((k) => k === 2);
  const panels = pairs.map(([x, y]) => ({
    x,
    y,
    traces: (['SO(k)', 'rotations of pairs'] as const).map((name, g): Data => {
      const own = points.filter((point) => isTorus(point) === (g === 1));
      return {
        type: 'scatter',
        mode: 'markers',
        name,
        x: own.map(SHOWN[x]),
        y: own.map(SHOWN[y]),
        marker: { color: color(g), size: 7, opacity: 0.8 },
      };
    }),
  }));
  return grid(panels, 3, { title: { text: `The design: ${points.length} families of tasks` }, ...layout });
}

/** The gain of every family against each of what was measured before training; bars are 95 % intervals over seeds. */
export function predictorsFigure(
  rows: readonly FamilyRow[],
  name: string,
  layout: Partial<Layout> = {},
): Figure {
  const panels = PREDICTORS.map((predictor) => ({
    x: predictor,
    y: 'gain',
    traces: byOutcome(rows, (row) => row.measured[predictor]),
  }));
  return grid(panels, 4, {
    title: { text: `Gain of ${name} against what is measured before training` },
    ...layout,
  });
}

/** Predicted and found gains on the held-out families, by both models. */
export function predictionFigure(prediction: Prediction, name: string, layout: Partial<Layout> = {}): Figure {
  const { heldOut, scores, decides } = prediction;
  const panels = (['ridge', 'tree'] as const).map((model) => ({
    x: `predicted by the ${model}${model === decides ? ' (decides)' : ''}, ρ = ${scores[model].rank.toFixed(2).replace('-', '−')}`,
    y: 'gain',
    traces: byOutcome(heldOut, (row) => predictedGain(prediction[model], row)),
  }));
  return grid(
    panels,
    2,
    { title: { text: `Held-out families: gain of ${name}, predicted and found` }, ...layout },
    { width: 420, height: 340 },
  );
}

function byOutcome(rows: readonly FamilyRow[], x: (row: FamilyRow) => number): Data[] {
  return (Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]).flatMap((outcome): Data[] => {
    const own = rows.filter(({ gain }) => gain.outcome === outcome);
    if (own.length === 0) return [];
    const values = own.map(({ gain }) => gain.gain.value!);
    const ends = (side: 0 | 1) =>
      own.map(({ gain: { gain } }, i) => Math.abs((gain.interval?.[side] ?? values[i]) - values[i]));
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: outcome,
        x: own.map(x),
        y: values,
        text: own.map(({ id }) => id),
        marker: { color: OUTCOMES[outcome], size: 6, opacity: 0.85 },
        error_y: {
          type: 'data',
          symmetric: false,
          array: ends(1),
          arrayminus: ends(0),
          thickness: 1,
          width: 0,
        },
      },
    ];
  });
}

interface Panel {
  readonly x: string;
  readonly y: string;
  readonly traces: readonly Data[];
}

/** Panels in rows of `columns`, with one legend. */
function grid(
  panels: readonly Panel[],
  columns: number,
  layout: Partial<Layout>,
  { width, height }: { readonly width: number; readonly height: number } = PANEL,
): Figure {
  const rows = Math.ceil(panels.length / columns);
  const shown = new Set<string>();
  const data = panels.flatMap(({ traces }, i) =>
    traces.map((trace): Data => {
      const first = trace.name !== undefined && !shown.has(trace.name);
      if (trace.name !== undefined) shown.add(trace.name);
      const at = i === 0 ? '' : String(i + 1);
      return { ...trace, xaxis: `x${at}`, yaxis: `y${at}`, legendgroup: trace.name, showlegend: first };
    }),
  );
  const axes = panels.map(({ x, y }, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const at = i === 0 ? '' : String(i + 1);
    const left = column / columns;
    const bottom = 1 - (row + 1) / rows;
    return {
      [`xaxis${at}`]: {
        domain: [left + 0.22 / columns, left + 0.98 / columns],
        anchor: `y${at}`,
        title: { text: x, standoff: 4 },
        automargin: false,
      },
      [`yaxis${at}`]: {
        domain: [bottom + 0.26 / rows, bottom + 0.97 / rows],
        anchor: `x${at}`,
        title: { text: y, standoff: 2 },
        automargin: false,
      },
    };
  });
  return figure(data, {
    width: columns * width,
    height: rows * height + 110,
    margin: { l: 10, r: 10, t: 60, b: 50 },
    font: { size: 11 },
    legend: { orientation: 'h', x: 0.5, xanchor: 'center', y: -0.02, yanchor: 'top' },
    ...Object.assign({}, ...axes),
    ...layout,
  });
}
