import { expect, test } from 'vitest';
import { beyondHorizon } from '../../experiments/beyond-horizon.js';
import { configuration } from '../../experiments/configuration.js';
import { questionOne } from '../../experiments/question-1.js';
import {
  experimentById,
  experiments,
  experimentsNamed,
  experimentsOfFigures,
  figureNames,
} from '../../experiments/registry.js';
import { scaled } from '../../experiments/scaled.js';
import { work } from '../../experiments/work.js';

const ids = (chosen: readonly { readonly id: string }[]) => chosen.map(({ id }) => id);

test('all figures are Figures 3 to 7 and the mixed family beside them', () => {
  expect(figureNames).toEqual(['3', '4', '5', '6', 'mixed', '7']);
  const figure7 = [
    'figure-7',
    'figure-7-longer',
    'figure-7-published',
    'figure-7-classifier',
    'figure-7-update',
    'coordinatewise',
    'coordinatewise-transfer',
  ];
  expect(ids(experimentsOfFigures(['7']))).toEqual(figure7);
  const all = ['figure-3', 'figure-4', 'figure-5', 'figure-6', 'mixed', ...figure7];
  expect(ids(experimentsOfFigures(['all']))).toEqual(all);
  expect(ids(experimentsOfFigures(['mixed', '4', '4']))).toEqual(['figure-4', 'mixed']);
});

test('everything is the figures, the ablations, the estimators, the paper’s questions and the runs beyond the horizon', () => {
  const everything = ids(experimentsNamed(['all']));
  expect(everything).toEqual(ids(experiments));
  const figures = ids(experimentsOfFigures(['all']));
  const ablations = ids(experimentsNamed(['ablations']));
  expect(ablations.length).toBe(7 * 2 + 6);
  const families = ids(experimentsNamed(['question-3']));
  expect(families.length).toBe(64);
  const others = [
    ...ids(questionOne),
    ...families,
    ...ids(beyondHorizon),
    'figure-7-momentum',
    'estimators-rosenbrock-varied',
    'estimators-mixed',
    'estimators-figure-7',
  ];
  expect([...figures, ...ablations, ...others].sort()).toEqual([...everything].sort());
  expect(ids(experimentsNamed(['question-3-07']))).toEqual(['question-3-07']);
  expect(ids(experimentsNamed(['figure-7', 'mixed']))).toEqual(['mixed', 'figure-7']);
});

test('what is stored of an experiment is what defines its results, and nothing beside', () => {
  const [inThePlane, onNetwork] = ['figure-3', 'figure-7'].map((id) => configuration(experimentById(id)));
  expect(Object.keys(onNetwork)).toEqual(['family', 'methods', 'training', 'evaluation']);
  expect(Object.keys(inThePlane)).toEqual([...Object.keys(onNetwork), 'plottedStart']);
});

test('a scaled experiment stays of its figure', () => {
  for (const experiment of experiments) {
    expect(scaled(experiment, { tasks: 2 }).figure).toBe(experiment.figure);
  }
});

test('what there is not is refused', () => {
  expect(() => experimentsOfFigures(['3', '9'])).toThrow(
    "experimentsOfFigures: figure must be one of 3, 4, 5, 6, mixed, 7, all, got '9'",
  );
  expect(() => experimentsNamed(['nothing'])).toThrow(
    /^experimentsNamed: experiment must be one of figure-3, .*, question-3, ablations, all, got 'nothing'$/,
  );
});

test('tells work apart by orders of magnitude: training updates of a network is some hundred times a method of Figure 3', () => {
  const workOf = (id: string, method: string) => work(experimentById(id), method);
  const plane = workOf('figure-3', 'vanilla');
  expect(workOf('figure-7-update', 'LSTM(update)') / plane).toBeGreaterThan(50);
  expect(workOf('figure-7-update', 'LSTM(update)') / plane).toBeLessThan(300);
  expect(workOf('figure-3', 'Adam (lr 0.3)') / plane).toBeLessThan(0.1);
});
