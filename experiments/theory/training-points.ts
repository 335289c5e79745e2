/**
 * Open question Q2 along real training: at points of gradient descent on small networks, is the derivative of ‖∇L‖²
 * along v⊥ still ≥ 0 although the Hessian is indefinite?
 *
 * At checkpoints, from the initial weights to the end of training, the dense Hessian gives the spectral form of
 * `../../theory/spectral-condition.ts`. Points of one run are not independent, so intervals are over runs: the
 * bootstrap resamples seeds.
 */

import { quantileSorted } from 'simple-statistics';
import { requireCount, requireOptions } from '../../src/checks.js';
import { type Proportion, proportion } from '../../src/evaluation/proportion.js';
import { leakyRelu, tanh } from '../../src/networks/activation.js';
import { network } from '../../src/networks/network.js';
import { addScaled, norm } from '../../src/numerics/vector.js';
import { denseHessian } from '../../src/optimizees/hessian.js';
import { mlp } from '../../src/optimizees/mlp.js';
import { crossEntropy, squaredError } from '../../src/optimizees/output-loss.js';
import { Stream } from '../../src/random/stream.js';
import type { Optimizee, Vector } from '../../src/seams.js';
import { spectralForm } from '../../src/theory/spectral-condition.js';

/** A small network, its start and its learning rate. */
export interface TrainingProblem {
  readonly name: string;
  readonly learningRate: number;
  readonly sample: (stream: Stream) => { readonly optimizee: Optimizee; readonly start: Vector };
}

/** A tanh network that learns a random teacher of the same shape; 16 weights, 24 examples. */
const teacher: TrainingProblem = {
  name: 'tanh regression',
  learningRate: 0.02,
  sample: (stream) => {
    const net = network({ sizes: [3, 4, 1], activation: tanh });
    const inputs = stream.normals(3 * 24);
    const silent = mlp({ network: net, inputs, loss: squaredError(new Float64Array(24), 1) });
    const targets = silent.predict(stream.normals(net.dimension));
    return {
      optimizee: mlp({ network: net, inputs, loss: squaredError(targets, 1) }),
      start: stream.normals(net.dimension).map((weight) => weight / 2),
    };
  },
};

/** Two noisy half rings told apart by softmax cross-entropy; a tanh network with 22 weights and biases. */
const rings: TrainingProblem = {
  name: 'tanh classification',
  learningRate: 0.5,
  sample: (stream) => {
    const net = network({ sizes: [2, 4, 2], activation: tanh, bias: true });
    const examples = 40;
    const inputs = new Float64Array(2 * examples); // [2, examples]
    const labels = Int32Array.from({ length: examples }, (_, k) => k % 2);
    for (const [k, label] of labels.entries()) {
      const angle = stream.uniform(0, Math.PI) + label * Math.PI;
      inputs[k] = Math.cos(angle) + label + 0.15 * stream.normal();
      inputs[examples + k] = Math.sin(angle) + label / 2 + 0.15 * stream.normal();
    }
    return {
      optimizee: mlp({ network: net, inputs, loss: crossEntropy(labels, 2) }),
      start: stream.normals(net.dimension).map((weight) => weight / 2),
    };
  },
};

/** The paper's regression at a quarter of its width: everything U(0, 1), W₂σ(W₁X) with X, Y, W of 5 × 5. */
const paper: TrainingProblem = {
  name: 'leaky ReLU regression (paper, 5 × 5)',
  learningRate: 2e-3,
  sample: (stream) => {
    const net = network({ sizes: [5, 5, 5], activation: leakyRelu(0.1) });
    const loss = squaredError(stream.uniforms(25), 5);
    return {
      optimizee: mlp({ network: net, inputs: stream.uniforms(25), loss }),
      start: stream.uniforms(net.dimension),
    };
  },
};

/** The three small networks that are trained. */
const TRAINING_PROBLEMS: readonly TrainingProblem[] = [teacher, rings, paper];

/** How many runs, and when to look. */
export interface TrainingPointsOptions {
  readonly runs?: number;
  /** Gradient descent steps at which the Hessian is taken. */
  readonly checkpoints?: readonly number[];
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface TrainingPoint {
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  /** E_p[λ]·E_p[1/λ] − 1; the inequality holds where it is ≥ 0. */
  readonly excess: number;
  readonly negative: number;
  readonly conditionNumber: number;
}

/** One problem at one step, over runs. */
export interface TrainingPointsRow {
  readonly problem: string;
  readonly parameters: number;
  readonly step: number;
  readonly medianLoss: number;
  /** The median share of negative eigenvalues. */
  readonly negativeShare: number;
  /** Runs in which the inequality holds at this step. */
  readonly holds: Proportion;
}

/** One problem over all its points. */
export interface TrainingPointsSummary {
  readonly problem: string;
  readonly parameters: number;
  /** Points on all runs, of them with an indefinite Hessian, and points left out (Hessian singular to rounding). */
  readonly points: number;
  readonly indefinite: number;
  readonly singular: number;
  /** The share of points where the inequality holds, with a 95 % bootstrap interval over runs. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** What was found, by problem and step. */
export interface TrainingPointsResult {
  readonly seed: number;
  readonly rows: readonly TrainingPointsRow[];
  readonly summaries: readonly TrainingPointsSummary[];
}

const CHECKPOINTS = [0, 1, 3, 10, 30, 100, 300, 1000, 3000];
const RESAMPLES = 2000;

/** Trains every problem from many starts and takes the Hessian at checkpoints. @throws on a bad option. */
export function trainingPoints(options: TrainingPointsOptions = {}): TrainingPointsResult {
  requireOptions('trainingPoints', options, ['runs', 'checkpoints', 'seed', 'onProgress']);
  const { runs = 40, checkpoints = CHECKPOINTS, seed = 1, onProgress } = options;
  requireCount('trainingPoints', 'runs', runs, 2);
  const root = Stream.fromSeed(seed).split('training points');
  const rows: TrainingPointsRow[] = [];
  const summaries: TrainingPointsSummary[] = [];
  for (const [index, problem] of TRAINING_PROBLEMS.entries()) {
    const stream = root.split(problem.name);
    let parameters = 0;
    const trained = Array.from({ length: runs }, (_, run) => {
      const { optimizee, start } = problem.sample(stream.split(run));
      parameters = optimizee.dimension;
      return train(optimizee, start, problem.learningRate, checkpoints);
    });
    for (const [k, step] of checkpoints.entries()) {
      const points = trained.map((run) => run[k]).filter((point) => point !== undefined);
      if (points.length === 0) continue;
      rows.push({
        problem: problem.name,
        parameters,
        step,
        medianLoss: middle(points.map(({ loss }) => loss)),
        negativeShare: middle(points.map(({ negative }) => negative / parameters)),
        holds: proportion(points.filter(({ excess }) => excess >= 0).length, points.length),
      });
    }
    summaries.push({ problem: problem.name, parameters, ...summarize(trained, stream.split('bootstrap')) });
    onProgress?.(index + 1, TRAINING_PROBLEMS.length);
  }
  return { seed, rows, summaries };
}

/** Gradient descent; undefined where the Hessian is singular to rounding or the gradient zero. */
function train(
  f: Optimizee,
  start: Vector,
  learningRate: number,
  checkpoints: readonly number[],
): (TrainingPoint | undefined)[] {
  const x = Float64Array.from(start);
  const points: (TrainingPoint | undefined)[] = [];
  for (let step = 0; step <= checkpoints[checkpoints.length - 1]; step++) {
    const g = f.gradient(x).slice();
    if (checkpoints.includes(step)) points.push(examine(f, x, g, step));
    addScaled(x, -learningRate, g);
  }
  return points;
}

function examine(f: Optimizee, x: Vector, g: Vector, step: number): TrainingPoint | undefined {
  try {
    const { excess, negative, conditionNumber } = spectralForm(denseHessian(f, x), g);
    return { step, loss: f.value(x), gradientNorm: norm(g), excess, negative, conditionNumber };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function summarize(trained: readonly (TrainingPoint | undefined)[][], stream: Stream) {
  const runs = trained.map((run) => run.filter((point) => point !== undefined));
  const all = runs.flat();
  const counts = runs.map((run) => [run.filter(({ excess }) => excess >= 0).length, run.length]);
  const shareOf = (chosen: readonly number[][]) => {
    const [holding, total] = chosen.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    return holding / total;
  };
  const resampled = Array.from({ length: RESAMPLES }, () =>
    shareOf(counts.map(() => counts[stream.integer(counts.length)])),
  ).sort((a, b) => a - b);
  return {
    points: all.length,
    indefinite: all.filter(({ negative }) => negative > 0).length,
    singular: trained.flat().length - all.length,
    share: shareOf(counts),
    low: quantileSorted(resampled, 0.025),
    high: quantileSorted(resampled, 0.975),
  };
}

function middle(values: readonly number[]): number {
  return quantileSorted(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
