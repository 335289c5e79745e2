/** The public code's evaluation beside the corrected one: where they differ, and by how much. */

import { refuse } from '../../src/checks.js';
import type { Point } from '../../src/display/bands.js';
import { type Figure, figure, logAxis } from '../../src/display/figure-style.js';
import type { Annotations, Data, Layout } from '../../src/display/figure-types.js';
import { methodStyle } from '../../src/display/method-styles.js';
import { summarise, summariseSteps } from '../../src/evaluation/statistics.js';
import type { Run } from '../experiment.js';
import { byMethod, drawnMethods, legendName } from './drawn-methods.js';
import { visibleRange } from './highlights.js';

/** What these figures read of a run. */
export type PublishedRun = Pick<Run, 'method' | 'seed' | 'evaluation' | 'asPublished'>;

/** A method's curves, each a median: of the last task over training seeds, of all tasks over tasks and seeds. */
interface Views {
  readonly method: string;
  readonly asPublished: readonly Point[];
  readonly sameTask: readonly Point[];
  readonly allTasks: readonly Point[];
}

function viewsOf(runs: readonly PublishedRun[]): Views[] {
  const median = (rows: (number | null)[][]) => summariseSteps(rows).map((step): Point => step.median);
  return byMethod(runs).map(([method, ofMethod]) => ({
    method,
    asPublished: median(ofMethod.map(publishedLosses)),
    sameTask: median(ofMethod.map(({ evaluation }) => evaluation.losses.at(-1)!)),
    allTasks: median(ofMethod.flatMap(({ evaluation }) => evaluation.losses)),
  }));
}

function publishedLosses({ asPublished, method }: PublishedRun): (number | null)[] {
  return asPublished?.losses ?? refuse('publishedAgainstCorrected', 'runs must have asPublished', method);
}

const GAP = 0.03;

/**
 * Left, the last test task alone, which is all that the published evaluation shows: dashed as it shows it (without
 * teleports, Adam with the moments of the tasks before), solid the same task evaluated correctly. Right, all tasks.
 */
export function publishedAgainstCorrected(
  runs: readonly PublishedRun[],
  layout: Partial<Layout> = {},
): Figure {
  const drawn = drawnMethods(runs);
  const views = viewsOf(runs);
  const line = (y: readonly Point[], color: string, more: object): Data => ({
    type: 'scatter',
    mode: 'lines',
    y: y.map((value) => (Number.isFinite(value) ? value : null)),
    line: { color, width: 2 },
    showlegend: false,
    ...more,
  });
  const data = views.flatMap(({ method, asPublished, sameTask, allTasks }, index): Data[] => {
    const legendgroup = method;
    const right = { xaxis: 'x2', yaxis: 'y2', showlegend: true, name: legendName(drawn[index]) };
    const { color } = methodStyle(method, index);
    const dashed = { color, width: 2, dash: 'dash' };
    return [
      line(sameTask, color, { legendgroup }),
      line(asPublished, color, { legendgroup, line: dashed }),
      line(allTasks, color, { legendgroup, ...right }),
    ];
  });
  const range = visibleRange(
    views.flatMap(({ asPublished, sameTask, allTasks }, i) =>
      [asPublished, sameTask, allTasks].map((line) => ({ ...drawn[i], line, low: line, high: line })),
    ),
  );
  const middle = 0.5;
  const heading = (text: string, x: number): Partial<Annotations> => ({
    text,
    x,
    y: 1.01,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'center',
    yanchor: 'bottom',
    showarrow: false,
  });
  return figure(data, {
    title: { text: 'As published, and corrected' },
    width: 860,
    xaxis: { title: { text: 'step t' }, domain: [0, middle - GAP / 2] },
    xaxis2: { title: { text: 'step t' }, domain: [middle + GAP / 2, 1], anchor: 'y2' },
    yaxis: { ...logAxis('loss f(x<sub>t</sub>)'), range },
    yaxis2: { ...logAxis(''), anchor: 'x2', matches: 'y', showticklabels: false, range },
    legend: { orientation: 'h', y: -0.2, x: 0.5, xanchor: 'center' },
    annotations: [
      heading('the last test task alone, median of seeds<br>dashed: as published; solid: corrected', 0.25),
      heading('all test tasks, corrected<br>median over tasks and seeds', 0.75),
    ] as Layout['annotations'],
    ...layout,
    margin: { t: 130, b: 150 }, // room for the headings above the panels, and for the legend below them
    height: 620,
  });
}

/** What the two evaluations say after the last step, in words: each method's three numbers, and who comes first. */
export function publishedInWords(runs: readonly PublishedRun[]): string {
  const views = viewsOf(runs);
  const { steps, losses } = runs[0].evaluation;
  const said = (loss: Point) => (Number.isFinite(loss) ? loss!.toPrecision(2) : 'diverged');
  const numbers = views.map(
    ({ method, asPublished, sameTask, allTasks }) =>
      `${method} ${[asPublished, sameTask, allTasks].map((curve) => said(curve[steps])).join(', ')}`,
  );
  const lowest = (pick: (views: Views) => readonly Point[]) =>
    views.reduce((best, one) =>
      (pick(one)[steps] ?? Number.POSITIVE_INFINITY) < (pick(best)[steps] ?? Number.POSITIVE_INFINITY)
        ? one
        : best,
    ).method;
  const [published, corrected] = [
    lowest(({ asPublished }) => asPublished),
    lowest(({ allTasks }) => allTasks),
  ];
  // How far what is shown lies from the median of all tasks: a typical factor over methods.
  const factors = views.flatMap(({ asPublished, allTasks }) => {
    const [a, b] = [asPublished[steps], allTasks[steps]];
    return Number.isFinite(a) && Number.isFinite(b) && a! > 0 && b! > 0
      ? [Math.abs(Math.log10(a! / b!))]
      : [];
  });
  const apart =
    factors.length === 0
      ? ''
      : ` The task that is shown lies a factor of ${(10 ** summarise(factors).median).toPrecision(2)} (median over methods) from the median of all ${losses.length}.`;
  return (
    `Loss after ${steps} steps as published, on that same task corrected, and as the median of all tasks: ` +
    `${numbers.join('; ')}.${apart} Lowest as published: ${published}; lowest of the corrected medians: ${corrected}.`
  );
}
