/**
 * The workloads that are timed, each one meta-training as a user runs it, with nothing left out.
 *
 *     W1   fixed ellipse, teleports on the paper's schedule
 *     W2   fixed ellipse, theta gradient, teleport at every step
 *     W3   W1 with B tasks a meta-step
 *     W4   LSTM(update) on the paper's 20 × 20 network: 800 inputs and outputs, hidden size 300, 100 steps, windows of 10
 *
 * W1 to W3: hidden size 100, 21 steps, windows of 5. All: Adam. Times are per trajectory.
 */

import {
  ellipseFixed,
  type MetaOptimizerDescription,
  MetaTraining,
  type MetaTrainOptions,
  Stream,
  type TaskFamily,
  teleportOnSchedule,
  thetaGradientEveryStep,
} from 'orbit-l2o';
import { figure7Update } from 'orbit-l2o/experiments';

export interface Workload {
  readonly id: string;
  readonly name: string;
  readonly description: MetaOptimizerDescription;
  readonly family: TaskFamily;
  readonly options: MetaTrainOptions;
  /** Trajectories an outer step. */
  readonly batch: number;
  /** Outer steps a measurement, the same for every contestant. */
  readonly outerSteps: number;
  /** On what contestants are compared (`agreement.ts`): so many outer steps, of so many inner steps or of all. */
  readonly compared: { readonly outerSteps: number; readonly steps?: number };
}

/** The same as numbers and flags, for a program in another language (`peers/`). */
export interface PlainWorkload {
  readonly id: string;
  readonly problem: 'ellipse' | 'network';
  readonly batch: number;
  readonly hidden: number;
  readonly steps: number;
  readonly window: number;
  readonly learningRate: number;
  /** Whether the LSTM reads the theta gradient, a constant, before the gradient, which then flows. */
  readonly thetaGradient: boolean;
  /** The steps whose update a teleport follows. */
  readonly teleports: readonly number[];
  /** Of the ellipse: f = ‖A x‖². */
  readonly A?: readonly (readonly number[])[];
  /** Of the network: features, hidden units, outputs and examples. */
  readonly width?: number;
}

/** LSTM(update) of Figure 7, first of its experiment's methods. */
function networkUpdate(): MetaOptimizerDescription {
  const [method] = figure7Update.methods;
  if (method.kind !== 'learned') throw new TypeError('networkUpdate: the method must be a learned one');
  return method.description;
}

const onEllipse = (id: string, name: string, description: MetaOptimizerDescription, batch = 1): Workload => ({
  id,
  name,
  description,
  family: ellipseFixed,
  options: { batch },
  batch,
  outerSteps: Math.max(3, Math.round(48 / batch)),
  compared: { outerSteps: 2 }, // the second one begins at weights that the contestants have trained
});

export const WORKLOADS: readonly Workload[] = [
  onEllipse('W1', 'W1 schedule', teleportOnSchedule),
  onEllipse('W2', 'W2 theta gradient', thetaGradientEveryStep),
  onEllipse('W3-8', 'W3 schedule, B = 8', teleportOnSchedule, 8),
  onEllipse('W3-64', 'W3 schedule, B = 64', teleportOnSchedule, 64),
  {
    id: 'W4',
    name: 'W4 network, LSTM(update)',
    description: networkUpdate(),
    family: figure7Update.family,
    options: figure7Update.training,
    batch: 1,
    outerSteps: 4,
    compared: { outerSteps: 1, steps: 21 }, // two windows: its gates saturate, so that rounding grows a hundredfold in a few more
  },
];

/** The workload on which contestants are compared: its trajectories may be shorter. */
export function shortened(workload: Workload): Workload {
  const { options, compared } = workload;
  const { steps = options.steps } = compared;
  return { ...workload, options: { ...options, ...(steps && { steps }) } };
}

/** A training of it from its first outer step, always the same one. */
export function startTraining({ description, family, options }: Workload): MetaTraining {
  return new MetaTraining(description, family, Stream.fromSeed(1), options);
}

/** @throws on a workload that the peers have not got. */
export function plainWorkload(workload: Workload): PlainWorkload {
  const { id, description, family, batch } = workload;
  const { steps, window, adam } = startTraining(workload).options;
  const common = {
    id,
    batch,
    hidden: description.hidden,
    steps,
    window,
    learningRate: adam.learningRate ?? 4e-4, // the library's default
    thetaGradient: description.inputs.some(({ name }) => name === 'theta-gradient'),
    teleports: teleportingSteps(description.teleport, steps),
  };
  const { A, sizes } = family.configuration as Pick<PlainWorkload, 'A'> & { sizes?: number[] };
  if (A) return { ...common, problem: 'ellipse', A };
  if (sizes) return { ...common, problem: 'network', width: sizes[0] };
  throw new TypeError(`plainWorkload: ${family.name} must be an ellipse or a network`);
}

function teleportingSteps(schedule: MetaOptimizerDescription['teleport'], steps: number): number[] {
  if (schedule === 'never') return [];
  if (isList(schedule)) return [...schedule];
  const { every, first = every - 1 } = schedule;
  const all = Array.from({ length: steps }, (_, e) => e);
  return all.filter((e) => e >= first && (e - first) % every === 0);
}

const isList = (schedule: object): schedule is readonly number[] => Array.isArray(schedule);
