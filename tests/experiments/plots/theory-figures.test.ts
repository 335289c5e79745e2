import { describe, expect, it } from 'vitest';
import {
  axisFigure,
  closerFigure,
  decompositionFigure,
  gapFigure,
  growthFigure,
  harmFigure,
  inertiaFigure,
  learningFigure,
  pathsFigure,
  pathTrace,
  signMapsFigure,
  simplexFigure,
  trainingFigure,
} from '../../../experiments/index.js';
import { definiteMatrices } from '../../../experiments/theory/definite-matrices.js';
import { harmfulTeleports } from '../../../experiments/theory/harmful-teleports.js';
import { indefiniteMatrices } from '../../../experiments/theory/indefinite-matrices.js';
import { learningTheAngle } from '../../../experiments/theory/learning-the-angle.js';
import { newtonComparison } from '../../../experiments/theory/newton-comparison.js';
import { PLANE_FUNCTIONS, signMap } from '../../../experiments/theory/sign-maps.js';
import { towardTheAxis } from '../../../experiments/theory/toward-the-axis.js';
import { trainingPoints } from '../../../experiments/theory/training-points.js';
import type { Figure } from '../../../src/display/figure-style.js';
import type { Data } from '../../../src/display/figure-types.js';
import { BOOTH, ellipse } from '../../../src/optimizees/ellipse.js';
import { newtonDecomposition } from '../../../src/theory/newton-decomposition.js';

const x = Float64Array.of(5, 1);
const task = ellipse(BOOTH, x);
const decomposition = newtonDecomposition(task.optimizee, x);
const window = { x: [-3, 8], y: [-3, 6] } as const;

/** Every figure on a small experiment, and how many traces it has. */
const FIGURES: Record<string, readonly [traces: number, () => Figure]> = {
  decomposition: [6, () => decompositionFigure(task.optimizee, x, decomposition, window)],
  growth: [3, () => growthFigure(task.optimizee, x, decomposition)],
  'sign maps': [24, () => signMapsFigure(PLANE_FUNCTIONS.map((f) => signMap(f, { resolution: 11 })))],
  'one sign map': [4, () => signMapsFigure([signMap(PLANE_FUNCTIONS[0], { resolution: 11 })])],
  gap: [3, () => gapFigure(definiteMatrices({ dimensions: [2, 3, 4], matricesPerDimension: 20 }))],
  simplex: [1, () => simplexFigure([1, 10, -5], 21)],
  inertia: [
    2,
    () => inertiaFigure(indefiniteMatrices({ dimensions: [2, 3, 4], conditionNumbers: [10], samples: 20 })),
  ],
  training: [3, () => trainingFigure(trainingPoints({ runs: 2, checkpoints: [0, 2] }))],
  harm: [3, () => harmFigure(harmfulTeleports({ tasks: 10, steps: [1] }))],
  paths: [4, () => pathsFigure(task, [pathTrace('a path', [x, Float64Array.of(1, 3)], '#0072b2')], window)],
  learning: [
    3,
    () => learningFigure(learningTheAngle({ conditionNumbers: [4], stepShares: [0.5, 1.02], starts: 2 }), 4),
  ],
  axis: [6, () => axisFigure(towardTheAxis({ tasks: 10 }))],
  closer: [4, () => closerFigure(newtonComparison({ tasks: 10, stepShares: [1] }), 'ellipse-varied')],
};

describe('the figures of theory', () => {
  it.each(Object.entries(FIGURES))(
    '%s: shows finite numbers, and as many traces as it should',
    (_name, [traces, make]) => {
      const { data } = make();
      expect(data).toHaveLength(traces);
      for (const { x: xs = [], y: ys = [] } of data as (Data & { x?: number[]; y?: number[] })[]) {
        for (const value of [...xs, ...ys]) expect(value).toBeTypeOf('number');
        for (const value of [...xs, ...ys]) expect(Number.isFinite(value)).toBe(true);
      }
    },
  );
});
