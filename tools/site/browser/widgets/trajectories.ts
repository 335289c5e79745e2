/** Section 4, what was learned: the trajectories of all methods from one start, step by step, and what the LSTM emitted. */

import { iterateAt, type Trajectory } from '../../../../src/optimizers/trajectory.js';
import type { Task } from '../../../../src/seams.js';
import { Chart, type ChartLine, type ChartMark } from '../draw/chart.js';
import { type Dot, drawDots, pathThrough } from '../draw/marks.js';
import { movable } from '../draw/movable.js';
import { gridOf, type Layer, Plane, type View, type XY } from '../draw/plane.js';
import { kept, type Values } from '../state/fields.js';
import { degrees, pointText, short, tell } from '../state/live-text.js';
import type { State } from '../state/state.js';
import { taskOf } from '../training/choices.js';
import { type Emission, emissionsOf, runOf, STEPS } from '../training/learned.js';
import { METHODS, type MethodName } from '../training/messages.js';
import type { Trainer } from '../training/trainer.js';
import { svgOf } from './elements.js';
import { lineStyle } from './training.js';

/** A run whose loss has risen by this factor leaves the chart. */
const MOST_RISE = 100;

/** Half the view's width at least and at most; starts are drawn from N(0, I). */
const [LEAST, MOST] = [2.5, 9];

/** Around the origin, wide enough for the minimum where that is near. */
function viewOf({ optimizee, start }: Task): View {
  const minimum = optimizee.minimum?.point ?? start;
  const reach = Math.max(...[...minimum, ...start].map((value) => 1.15 * Math.abs(value)));
  const half = Math.min(MOST, Math.max(LEAST, reach));
  return { x: [-half, half], y: [-half, half] };
}

/** A run of one method. */
interface Run {
  readonly method: MethodName;
  readonly trajectory: Trajectory;
}

/** @returns what draws anew when weights have come. */
export function trajectoriesSection(state: State, trainer: () => Trainer | undefined): () => void {
  const plane = new Plane(svgOf('trajectory-plane'));
  const [moves, teleports, dots] = ['moves', 'teleports', 'dots'].map((name) => plane.layer(name));
  const losses = new Chart(svgOf('loss-chart'), { log: true });
  const outputs = new Chart(svgOf('output-chart'));
  const place = movable({
    plane,
    label: 'The start',
    onMove: (x, y) => state.set({ start: [kept(x), kept(y)] }),
  });
  let drawn = taskOf(state.values);

  const draw = (values: Values) => {
    const { t, method, start } = values;
    const task = start ? { ...drawn, start: Float64Array.from(start) } : drawn;
    const runs = runsOf(trainer(), task);
    drawRuns({ plane, moves, teleports, dots }, runs, t);
    const now = { name: 'now', x: t };
    losses.draw({
      x: [0, STEPS],
      ceiling: MOST_RISE * task.optimizee.value(task.start),
      lines: runs.map((run) => ({
        name: 'learned',
        points: Array.from(run.trajectory.losses, (loss, step) => [step, loss] as const),
        style: lineStyle(run.method),
      })),
      marks: [now],
    });
    const emissions = emissionsFrom(trainer(), method, task, runs);
    outputs.draw({ x: [0, STEPS], lines: updateLines(emissions), marks: [now, ...angleMarks(emissions)] });
    place(task.start, `${pointText(task.start)}, f ${short(task.optimizee.value(task.start))}`);
    tell(wordsOf(runs, emissions, values, task));
  };
  state.watch(['family', 'task'], (values) => {
    drawn = taskOf(values);
    plane.show(gridOf((x) => drawn.optimizee.value(x), viewOf(drawn)));
  });
  state.watch(['family', 'task', 'start', 't', 'method'], draw);
  return () => draw(state.values);
}

/** Of every method that has weights. */
function runsOf(trainer: Trainer | undefined, task: Task): Run[] {
  return METHODS.flatMap((method) => {
    const parameters = trainer?.progress.get(method)?.parameters;
    if (!trainer?.choice || !parameters) return [];
    return [{ method, trajectory: runOf(method, trainer.choice.hidden, parameters, task) }];
  });
}

function emissionsFrom(
  trainer: Trainer | undefined,
  method: MethodName,
  task: Task,
  runs: readonly Run[],
): Emission[] {
  const parameters = trainer?.progress.get(method)?.parameters;
  const run = runs.find((one) => one.method === method);
  if (!trainer?.choice || !parameters || !run) return [];
  return emissionsOf(method, trainer.choice.hidden, parameters, task, run.trajectory);
}

interface Layers {
  readonly plane: Plane;
  readonly moves: Layer;
  readonly teleports: Layer;
  readonly dots: Layer;
}

/** Up to step t: updates as lines, teleports dotted, the iterates as dots. */
function drawRuns({ plane, moves, teleports, dots }: Layers, runs: readonly Run[], t: number): void {
  const joined = (layer: Layer, piecesOf: (run: Run) => readonly (readonly [XY, XY])[]) =>
    layer
      .selectAll('path')
      .data(runs)
      .join('path')
      .attr('class', 'learned')
      .attr('style', ({ method }) => lineStyle(method))
      .attr('d', (run) =>
        piecesOf(run)
          .map((piece) => pathThrough(plane, piece))
          .join(''),
      );
  joined(moves, ({ trajectory }) => updatesUpTo(trajectory, t));
  joined(teleports, ({ trajectory }) =>
    trajectory.teleports.filter(({ step }) => step < t).map(({ from, to }) => [from, to] as const),
  );
  const all = runs.flatMap(({ method, trajectory }): Dot[] => {
    const style = lineStyle(method);
    const points = Array.from({ length: t + 1 }, (_, step) => iterateAt(trajectory, 2, step)).filter(([x]) =>
      Number.isFinite(x),
    );
    return points.map((at, step) => ({
      name: 'learned',
      at,
      style,
      radius: step === points.length - 1 ? 5.5 : 2.2,
    }));
  });
  drawDots(dots, plane, all);
}

/** From every iterate to where its update leads, which is where a teleport begins. */
function updatesUpTo(trajectory: Trajectory, t: number): [XY, XY][] {
  const froms = new Map(trajectory.teleports.map(({ step, from }) => [step, from]));
  return Array.from({ length: t }, (_, step) => [
    iterateAt(trajectory, 2, step),
    froms.get(step) ?? iterateAt(trajectory, 2, step + 1),
  ]);
}

/** The two coordinates of the update by step. */
function updateLines(emissions: readonly Emission[]): ChartLine[] {
  return ['first', 'second'].map((name, i) => ({
    name,
    points: emissions.map(({ update }, step) => [step, update[i]] as const),
  }));
}

/** The angles, at the steps that teleport. */
function angleMarks(emissions: readonly Emission[]): ChartMark[] {
  return emissions.flatMap(({ angle }, step) =>
    Number.isNaN(angle) ? [] : [{ name: 'angle', x: step, y: angle }],
  );
}

function wordsOf(runs: readonly Run[], emissions: readonly Emission[], { t, method }: Values, task: Task) {
  const ends = METHODS.map((name) => {
    const trajectory = runs.find((run) => run.method === name)?.trajectory;
    return [`learned.${name}`, trajectory ? lossText(trajectory, t) : '–'];
  });
  const emission = emissions[t - 1];
  return {
    ...Object.fromEntries(ends),
    'learned.t': String(t),
    'learned.start': pointText(task.start),
    'learned.first': short(task.optimizee.value(task.start)),
    'learned.method': method,
    'learned.update': emission ? pointText(emission.update) : '–',
    'learned.angle': !emission ? '–' : Number.isNaN(emission.angle) ? 'none' : degrees(emission.angle),
  };
}

function lossText({ losses, divergence }: Trajectory, t: number): string {
  if (divergence && t >= divergence.step) return `diverged at step ${divergence.step} (${divergence.reason})`;
  return short(losses[t]);
}
