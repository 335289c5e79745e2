/**
 * Question Q3: which measurable properties of a task distribution predict that teleports will help?
 *
 * Each family of the design (`question-3-design.ts`) is an experiment of four methods, and two comparisons are planned:
 *
 *     learned   LSTM(lr, tele) against LSTM(lr)        both meta-trained alike; the teleport's price is counted in the budget of 20 gradients
 *     ascent    GD + ascent against GD                 both with a tuned step; one teleport at the start, 5 steps of ascent; 60 gradients
 *
 * Layout: one row a task in every family, since a teleport needs it; the update is a learned step size, −α ∇f, because an LSTM of
 * hidden size 20 that emits all numbers of an update learns little beyond n = 10 in as many trajectories. What predicts the
 * gains, how it is judged, and the hypothesis are in `question-3/study.ts`.
 */

import { describe } from '../src/metaoptimizer/describe.js';
import type { BaselineMethod, Experiment, Method, PlannedComparison } from './experiment.js';
import { learned, logGrid } from './methods.js';
import { type FamilyPoint, familyPoints } from './question-3-design.js';
import { familyOf } from './question-3-family.js';

/** What `reproduce --experiment` calls all of them. */
export const QUESTION_3 = 'question-3';

/** Steps of training, and the budget of the learned methods, within them. */
const LEARNED_BUDGET = 20;
/** Enough for an ascent and as much descent after it. */
const ASCENT_BUDGET = 60;

const LEARNED_STEP = { hidden: 20, update: 'learning-rate', learningRateRange: [1e-4, 1] } as const;
const DESCENT = {
  kind: 'baseline',
  rule: 'gradient descent',
  learningRates: logGrid(-6, 0), // the smallest survive an ascent to where f is steep
} as const satisfies Omit<BaselineMethod, 'name'>;

const METHODS: readonly Method[] = [
  learned(describe({ name: 'LSTM(lr)', ...LEARNED_STEP })),
  learned(describe({ name: 'LSTM(lr, tele)', ...LEARNED_STEP, teleport: { every: 3 } })),
  { ...DESCENT, name: 'GD (tuned)' },
  { ...DESCENT, name: 'GD + ascent', teleport: { by: 'ascent', schedule: [0], steps: 5 } },
];

/** The two gains of every family. */
export const PLANNED: readonly PlannedComparison[] = [
  { name: 'learned', a: 'LSTM(lr, tele)', b: 'LSTM(lr)', budget: LEARNED_BUDGET },
  { name: 'ascent', a: 'GD + ascent', b: 'GD (tuned)', budget: ASCENT_BUDGET },
];

/** The experiment on a family of the design. */
export function question3Experiment(point: FamilyPoint): Experiment {
  return {
    id: point.id,
    title: `Question 3: κ = ${point.conditionNumber}, n = ${point.dimension}`,
    family: familyOf(point),
    methods: METHODS,
    training: { trajectories: 300, adam: { learningRate: 2e-3 } },
    tuningTasks: 10,
    evaluation: { tasks: 20, steps: ASCENT_BUDGET },
    group: QUESTION_3,
    planned: PLANNED,
  };
}

/** All families. */
export const question3: readonly Experiment[] = familyPoints.map(question3Experiment);
