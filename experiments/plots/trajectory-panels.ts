/** The trajectories of several methods side by side: a panel a method, over the same level sets. */

import { type Figure, figure } from '../../src/display/figure-style.js';
import type { Annotations, Data, Layout } from '../../src/display/figure-types.js';
import { levelSets, type Window2D } from '../../src/display/level-sets.js';
import { methodStyle } from '../../src/display/method-styles.js';
import type { Task } from '../../src/seams.js';
import type { Run } from '../experiment.js';
import { TRAJECTORY_KEY, trajectoryTraces } from './trajectory-traces.js';

const COLUMNS = 2;
const WIDTH = 880;
/** Height of a panel with its heading and its axis. */
const ROW_HEIGHT = 270;

/** One panel a run, in two columns; above it the method's name with its first and last loss. */
export function trajectoryPanels(
  runs: readonly Pick<Run, 'method' | 'plotted'>[],
  task: Task,
  window: Window2D,
  layout: Partial<Layout> = {},
): Figure {
  const rows = Math.ceil(runs.length / COLUMNS);
  const axes: Record<string, object> = {};
  const annotations: Annotations[] = [];
  const data = runs.flatMap(({ method, plotted }, panel): Data[] => {
    if (!plotted) return [];
    const [row, column] = [Math.floor(panel / COLUMNS), panel % COLUMNS];
    const suffix = panel === 0 ? '' : String(panel + 1);
    const x = [column / COLUMNS + 0.02, (column + 1) / COLUMNS - 0.02];
    const y = [1 - (row + 1) / rows + 0.05 * rows, 1 - row / rows - 0.03 * rows];
    axes[`xaxis${suffix}`] = {
      domain: x,
      anchor: `y${suffix}`,
      range: [...window.x],
      title: { text: row === rows - 1 ? 'x<sub>1</sub>' : '' },
    };
    axes[`yaxis${suffix}`] = {
      domain: y,
      anchor: `x${suffix}`,
      range: [...window.y],
      title: { text: column === 0 ? 'x<sub>2</sub>' : '' },
    };
    annotations.push({
      text: heading(method, plotted.losses),
      x: (x[0] + x[1]) / 2,
      y: y[1],
      xref: 'paper',
      yref: 'paper',
      xanchor: 'center',
      yanchor: 'bottom',
      showarrow: false,
    });
    const { color } = methodStyle(method, panel);
    const traces = trajectoryTraces(method, plotted, color, window);
    return levelSets(task.optimizee, window, traces).data.map((trace) => ({
      ...trace,
      showlegend: false,
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
    }));
  });
  return figure(data, {
    title: { text: `Trajectories<br>${TRAJECTORY_KEY}` },
    ...(axes as Partial<Layout>),
    annotations,
    width: WIDTH,
    height: 120 + ROW_HEIGHT * rows,
    margin: { t: 80 },
    ...layout,
  });
}

function heading(method: string, losses: readonly (number | null)[]): string {
  const said = (loss: number | null | undefined) =>
    typeof loss === 'number' ? String(Number(loss.toPrecision(2))) : 'diverged';
  return `${method}: loss ${said(losses[0])} → ${said(losses.at(-1))}`;
}
