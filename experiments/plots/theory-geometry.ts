/** Proposition 4.1 drawn: Newton's direction and its parts over the level sets, and signs over the plane. */

import { color, type Figure, figure, palette } from '../../src/display/figure-style.js';
import type { Annotations, Data, Layout } from '../../src/display/figure-types.js';
import { levelSets, type Window2D } from '../../src/display/level-sets.js';
import { squaredNorm, sum } from '../../src/numerics/vector.js';
import type { Optimizee, Vector } from '../../src/seams.js';
import type { NewtonDecomposition } from '../../src/theory/newton-decomposition.js';
import type { SignMap } from '../theory/sign-maps.js';
import { panelTitle, signPanel } from './sign-panels.js';

const BLACK = palette[7];

/** An arrow from one point of the plane to another, labelled at its head. */
function arrow(
  from: Vector,
  by: Vector,
  hex: string,
  label: string,
  dash = false,
): [Data, Partial<Annotations>] {
  const to = sum(from, 1, by);
  const shaft: Data = {
    type: 'scatter',
    x: [from[0], to[0]],
    y: [from[1], to[1]],
    mode: 'lines',
    line: { color: hex, width: 2.5, dash: dash ? 'dash' : 'solid' },
    name: label,
  };
  const head: Partial<Annotations> = {
    x: to[0],
    y: to[1],
    ax: from[0],
    ay: from[1],
    xref: 'x',
    yref: 'y',
    axref: 'x',
    ayref: 'y',
    text: '',
    showarrow: true,
    arrowhead: 2,
    arrowsize: 1.2,
    arrowwidth: 2.5,
    arrowcolor: hex,
  };
  return [shaft, head];
}

/** v₂ and its parts v∥ and v⊥ at x, over the level sets of a function of the plane. */
export function decompositionFigure(
  optimizee: Optimizee,
  x: Vector,
  { newton, parallel, perpendicular }: NewtonDecomposition,
  window: Window2D,
  layout: Partial<Layout> = {},
): Figure {
  const arrows = [
    arrow(x, newton, color(0), 'v<sub>2</sub> = −H<sup>−1</sup>∇L, Newton'),
    arrow(x, parallel, color(2), 'v<sub>∥</sub>, along the gradient'),
    arrow(x, perpendicular, color(1), 'v<sub>⊥</sub>, along the level set'),
  ];
  const level = levelSetThrough(optimizee, x, window);
  const point: Data = {
    type: 'scatter',
    x: [x[0]],
    y: [x[1]],
    mode: 'markers',
    marker: { color: BLACK, size: 9 },
    name: 'x',
  };
  return levelSets(optimizee, window, [level, ...arrows.map(([shaft]) => shaft), point], {
    annotations: arrows.map(([, head]) => head) as Layout['annotations'],
    width: 760,
    height: 560,
    ...layout,
  });
}

/** The level set of x itself. */
function levelSetThrough(optimizee: Optimizee, x: Vector, window: Window2D): Data {
  const value = optimizee.value(x);
  const [xs, ys] = [spaced(window.x, 161), spaced(window.y, 161)];
  return {
    type: 'contour',
    x: xs,
    y: ys,
    z: ys.map((y) => xs.map((x1) => optimizee.value(Float64Array.of(x1, y)) - value)),
    contours: { coloring: 'lines', start: 0, end: 0, size: 1 },
    colorscale: [
      [0, BLACK],
      [1, BLACK],
    ],
    line: { width: 2 },
    showscale: false,
    showlegend: true,
    name: 'the level set of x',
    hoverinfo: 'skip',
  };
}

/** ‖∇L(x + s v⊥)‖² against s, with the tangent whose slope is the derivative of Proposition 4.1. */
export function growthFigure(optimizee: Optimizee, x: Vector, decomposition: NewtonDecomposition): Figure {
  const { perpendicular, derivative, gradient } = decomposition;
  const s = spaced([-0.3, 0.6], 61);
  const curve = s.map((step) => squaredNorm(optimizee.gradient(sum(x, step, perpendicular))));
  const tangent = s.map((step) => squaredNorm(gradient) + derivative * step);
  return figure(
    [
      { type: 'scatter', mode: 'lines', x: s, y: curve, name: '‖∇L(x + s v<sub>⊥</sub>)‖<sup>2</sup>' },
      {
        type: 'scatter',
        mode: 'lines',
        x: s,
        y: tangent,
        name: 'tangent of slope 2∇L<sup>T</sup>H v<sub>⊥</sub>',
        line: { dash: 'dash', color: BLACK },
      },
      {
        type: 'scatter',
        mode: 'markers',
        x: [0],
        y: [squaredNorm(gradient)],
        marker: { size: 9, color: BLACK },
        showlegend: false,
      },
    ],
    {
      xaxis: { title: { text: 's' } },
      yaxis: { title: { text: 'squared gradient norm' } },
      legend: { x: 0.02, y: 0.98 },
      height: 420,
    },
  );
}

const MOST_COLUMNS = 3;

/**
 * For each function two maps, one above the other (side by side if there is one function): the sign of the
 * derivative along v⊥ and the sign of det H. Blue is positive, vermilion negative, white zero to rounding.
 */
export function signMapsFigure(maps: readonly SignMap[]): Figure {
  const single = maps.length === 1;
  const columns = single ? 2 : Math.min(MOST_COLUMNS, maps.length);
  const rows = single ? 1 : 2 * Math.ceil(maps.length / columns);
  const data: Data[] = [];
  const layout: Record<string, unknown> = {};
  const annotations: Partial<Annotations>[] = [];
  maps.forEach((map, k) => {
    for (const [part, signs] of [map.derivativeSign, map.determinantSign].entries()) {
      const row = single ? 0 : 2 * Math.floor(k / columns) + part;
      const column = single ? part : k % columns;
      const index = row * columns + column + 1;
      const suffix = index === 1 ? '' : String(index);
      const left = column / columns + 0.025;
      const top = 1 - row / rows - 0.035;
      const x = [left, (column + 1) / columns - 0.02];
      const y = [1 - (row + 1) / rows + 0.03, top];
      layout[`xaxis${suffix}`] = { domain: x, anchor: `y${suffix}`, showgrid: false };
      layout[`yaxis${suffix}`] = { domain: y, anchor: `x${suffix}`, showgrid: false };
      const text = `${map.name}: sign of ${part === 0 ? 'd‖∇L‖²/dv<sub>⊥</sub>' : 'det H'}`;
      annotations.push(panelTitle(text, (x[0] + x[1]) / 2, top + 0.003));
      data.push(...signPanel(map, signs, suffix));
    }
  });
  return figure(data, {
    ...layout,
    annotations: annotations as Layout['annotations'],
    width: 860,
    height: single ? 420 : 260 * rows,
    margin: { l: 30, r: 10, t: 30, b: 30 },
    showlegend: false,
  } as Partial<Layout>);
}

function spaced([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
