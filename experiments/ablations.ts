/**
 * Ablations on a convex and a non-convex family: how often to teleport, a learned gate, the order of update and
 * teleport, what the LSTM reads, the weights of the window's losses, and untrained controls.
 */

import { describe } from '../src/metaoptimizer/describe.js';
import type { InputDescription, MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import { vanilla } from '../src/metaoptimizer/methods.js';
import { PAPER_SCHEDULE, type ScheduleDescription } from '../src/symmetry/schedule.js';
import type { BaselineMethod, Experiment, Method } from './experiment.js';
import { figure4, figure6 } from './figures.js';
import { baselines, learned, logGrid } from './methods.js';

const gradient: InputDescription = { name: 'gradient', flows: false };
const flowingGradient: InputDescription = { name: 'gradient', flows: true };
const thetaGradient: InputDescription = { name: 'theta-gradient', flows: false };
const flowingThetaGradient: InputDescription = { name: 'theta-gradient', flows: true };
const iterate: InputDescription = { name: 'iterate', flows: true };
const displacement: InputDescription = { name: 'displacement', flows: true };

/** A meta-optimizer that teleports on the paper's schedule unless told. */
function teleporting(
  name: string,
  options: Partial<MetaOptimizerDescription> = {},
): MetaOptimizerDescription {
  return describe({ name, teleport: PAPER_SCHEDULE, ...options });
}

const frequency: readonly Method[] = [
  learned({ ...vanilla, name: 'never' }),
  learned(teleporting('every step', { teleport: { every: 1 } })),
  learned(teleporting('every 5', { teleport: { every: 5 } })),
  learned(teleporting('every 10', { teleport: { every: 10 } })),
  learned(teleporting('paper’s Z')),
];

const gate: readonly Method[] = [
  learned(teleporting('no gate', { teleport: { every: 1 } })),
  learned(teleporting('hard gate (as published)', { teleport: { every: 1 }, gate: 'hard' })),
  learned(teleporting('straight-through gate', { teleport: { every: 1 }, gate: 'straight-through' })),
];

const order: readonly Method[] = [
  learned(teleporting('update, then teleport')),
  learned(teleporting('teleport, then update', { order: 'teleport-first' })),
];

const inputs: readonly Method[] = [
  learned(teleporting('gradient', { inputs: [gradient] })),
  learned(teleporting('gradient, flowing', { inputs: [flowingGradient] })),
  learned(teleporting('+ theta gradient', { inputs: [thetaGradient, flowingGradient] })),
  learned(teleporting('+ theta gradient, flowing', { inputs: [flowingThetaGradient, flowingGradient] })),
  learned(teleporting('+ iterate', { inputs: [gradient, iterate] })),
  learned(teleporting('+ last displacement', { inputs: [gradient, displacement] })),
  learned(teleporting('all', { inputs: [thetaGradient, flowingGradient, iterate, displacement] })),
];

/** Whether the meta-gradient flows through both points of the displacement (ours), or takes the previous one as a constant (public code). */
const detached: readonly Method[] = [
  learned(teleporting('+ last displacement', { inputs: [gradient, displacement] })),
  learned(
    teleporting('+ last displacement, detached (as published)', {
      inputs: [gradient, { ...displacement, previousFlows: false }],
    }),
  ),
];

const weights: readonly Method[] = ([0.1, 0.5, 0.9, 1.5, 'uniform'] as const).flatMap((gamma) => [
  learned(teleporting(gamma === 'uniform' ? 'uniform' : `γ = ${gamma}`), { weights: { gamma } }),
]);

function control(name: string, by: 'ascent' | 'random', schedule: ScheduleDescription): BaselineMethod {
  return {
    kind: 'baseline',
    name,
    rule: 'gradient descent',
    learningRates: logGrid(-5, 0),
    teleport: { by, schedule },
  };
}

/** The part of the paper's Z that falls into an evaluation of 12 steps. */
const Z_WITHIN_EVALUATION = PAPER_SCHEDULE.filter((t) => t < 12);

const controls: readonly Method[] = [
  learned(vanilla),
  learned(teleporting('tel sched')),
  baselines[0],
  control('GD + ascent on Z', 'ascent', Z_WITHIN_EVALUATION),
  control('GD + random on Z', 'random', Z_WITHIN_EVALUATION),
];

const SETS: Readonly<Record<string, { readonly title: string; readonly methods: readonly Method[] }>> = {
  frequency: { title: 'teleport frequency', methods: frequency },
  gate: { title: 'learned gate', methods: gate },
  order: { title: 'order of update and teleport', methods: order },
  inputs: { title: 'inputs of the LSTM', methods: inputs },
  weights: { title: 'weights of the window’s losses', methods: weights },
  controls: { title: 'untrained teleports', methods: controls },
  detached: { title: 'derivative of the displacement', methods: detached },
};

/** Every ablation on varied ellipses (convex) and on varied Rosenbrock functions (not convex). */
export const ablations: readonly Experiment[] = Object.entries(SETS).flatMap(([name, { title, methods }]) =>
  [figure4, figure6].map((base) => ({
    ...base,
    id: `ablation-${name}-${base.family.name}`,
    title: `Ablation, ${title}: ${base.family.name}`,
    figure: undefined,
    methods,
  })),
);
