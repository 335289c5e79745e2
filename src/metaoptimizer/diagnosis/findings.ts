/**
 * From what was seen of a training to what is wrong with it, each with a remedy. Every limit lies between what healthy trainings show (the
 * paper's methods on its families, in `tests/src/metaoptimizer/diagnosis`) and what ten ways to fail show.
 */

import { median } from 'simple-statistics';
import { DEFAULT_LEARNING_RATE } from '../../lstm/adam-options.js';
import { type FamilyFault, faultText } from '../../optimizees/check-family.js';
import type { MetaOptimizerDescription } from '../description.js';
import type { CompleteMetaTrainOptions } from '../meta-train-options.js';
import type { Diagnosis, Finding } from './diagnosis.js';

/** A share of trajectories, or of windows, beyond which it is worth a word. */
const MANY = 0.1;
/** A share of windows without a meta-gradient. */
const MOST = 0.5;
/** Share of the first cell's gates at their ends: healthy trainings stay below 0.72, inputs of 10⁶ or weights gone astray above 0.9. */
const SATURATED = 0.85;
/** Inputs beyond this saturate by themselves: weights begin within ±0.1. */
const LARGE_INPUTS = 30;
/** Change of an update when another task's gradient is read: 0.36 to 1 where it is healthy, below 0.12 where gradients are tiny. */
const INDEPENDENT = 0.2;
/** The same where inputs are below 0.1 and little is learned: there it varies by seed. */
const HARDLY_DEPENDENT = 0.5;
const SMALL_INPUTS = 0.1;
/** Progress towards gradient descent: above 0.8 where it is healthy. */
const LITTLE_PROGRESS = 0.5;
/** Gradients at the starts: healthy families stay below 3. */
const MANY_DECADES = 4;

const PREPROCESSED =
  "read preprocessed inputs, { name: 'gradient', flows: false, preprocessed: true }, or scale the objective";

/** What the rules look at. */
export interface Seen extends Omit<Diagnosis, 'findings'> {
  readonly description: MetaOptimizerDescription;
  readonly options: CompleteMetaTrainOptions;
  readonly faults: readonly FamilyFault[];
}

/** What is wrong, causes before consequences; where the family itself is wrong, nothing else is looked for. */
export function findingsOf(seen: Seen): Finding[] {
  const fromFamily = seen.faults.map(
    (fault): Finding => ({
      name: 'family',
      problem: `${fault.law}; on ${fault.subject} it is not: ${faultText(fault)}`,
      remedy: 'correct it (checkOptimizee and checkAction look closer)',
    }),
  );
  const course = [divergence(seen), skipped(seen), noMetaGradient(seen)];
  if (fromFamily.length > 0) return [...fromFamily, ...present([course[0]])];
  if (seen.diverged > MOST * seen.trajectories) return present([...course, littleProgress(seen)]);
  const behaviour = [saturated(seen), independent(seen), decades(seen), stepSize(seen)];
  return present([...course, ...behaviour, littleProgress(seen)]);
}

const present = (findings: readonly (Finding | undefined)[]): Finding[] =>
  findings.filter((one) => one !== undefined);

function divergence({ diverged, trajectories, divergedAt, options }: Seen): Finding | undefined {
  if (!(diverged > MANY * trajectories)) return undefined;
  const worst = divergedAt.indexOf(Math.max(...divergedAt));
  const safeguard = options.safeguardFactor === 'off' ? ', safeguardFactor: 100' : '';
  return {
    name: 'divergence',
    problem: `${percent(diverged / trajectories)} of the trajectories diverge, most at step ${worst}`,
    remedy: `take smaller updates (updateScale: 0.1, or a lower learningRateRange)${safeguard}, or start within the domain`,
  };
}

function skipped({ skippedWindows, windows }: Seen): Finding | undefined {
  if (!(skippedWindows > MANY * windows)) return undefined;
  return {
    name: 'skipped windows',
    problem: `${percent(skippedWindows / windows)} of the windows are left out, since the meta-gradient is not finite`,
    remedy: 'take smaller updates, adam: { clipNorm: 1 }, or fewer steps until it trains',
  };
}

function noMetaGradient({ idleWindows, windows, options, description }: Seen): Finding | undefined {
  if (!(idleWindows > MOST * windows)) return undefined;
  const share = percent(idleWindows / windows);
  if (options.window === 1) {
    return {
      name: 'no meta-gradient',
      problem: `the meta-gradient is zero in ${share} of the windows: a window of 1 step ends before any update shows in a loss`,
      remedy: "take a window of at least 2 (5 is the paper's)",
    };
  }
  const clamped = description.update !== 'direct' && description.learningRateMap === 'clamp';
  return {
    name: 'no meta-gradient',
    problem: `the meta-gradient is zero in ${share} of the windows: nothing that the LSTM emits changes a loss`,
    remedy: clamped
      ? "learningRateMap: 'log-sigmoid': 'clamp' passes no derivative outside of its range"
      : 'see whether the objective depends on every parameter, and whether the iterate stands still',
  };
}

function saturated({ steps, options }: Seen): Finding | undefined {
  const shares = steps.map((step) => step.saturated).filter((share) => !Number.isNaN(share));
  if (shares.length === 0 || !(median(shares) > SATURATED)) return undefined;
  const share = percent(median(shares));
  const inputs = steps[0].inputs;
  if (inputs > LARGE_INPUTS) {
    return {
      name: 'saturated by inputs',
      problem: `inputs of about ${short(inputs)} saturate ${share} of the first gates: the LSTM cannot tell their sizes apart`,
      remedy: PREPROCESSED,
    };
  }
  const { learningRate = DEFAULT_LEARNING_RATE } = options.adam;
  return {
    name: 'saturated by weights',
    problem: `${share} of the first gates are saturated by inputs of about ${short(inputs)}: the weights have grown too large`,
    remedy: `lower adam: { learningRate: ${learningRate} } (4e-4 is the paper's), which moves every weight by about that at each step`,
  };
}

function independent({ steps, description, options, reference }: Seen): Finding | undefined {
  if (description.update !== 'direct') return undefined;
  const reached = steps.filter(({ tasks, dependence }) => tasks > 0 && !Number.isNaN(dependence));
  if (reached.length === 0) return undefined;
  const small = reached[0].inputs < SMALL_INPUTS && !(reference.progress > LITTLE_PROGRESS);
  const least = small ? HARDLY_DEPENDENT : INDEPENDENT;
  const last = reached.findLastIndex(({ dependence }) => dependence >= least);
  const rest = reached.slice(last + 1);
  if (rest.length < Math.max(2, reached.length / 2)) return undefined;
  const change = percent(median(rest.map(({ dependence }) => dependence)));
  const from = last < 0 ? '' : ` after step ${reached[last].step}`;
  const inputs = reached[0].inputs;
  const { learningRate = DEFAULT_LEARNING_RATE } = options.adam;
  return {
    name: 'independent of the gradient',
    problem: `updates hardly depend on the gradient${from}: they change by ${change} when another task's is read; inputs are about ${short(inputs)}`,
    remedy:
      inputs < SMALL_INPUTS
        ? PREPROCESSED
        : `train longer than ${options.trajectories} trajectories, or with a larger learning rate than ${learningRate}`,
  };
}

function decades(seen: Seen): Finding | undefined {
  const { description } = seen;
  const raw = description.inputs.some(({ name, preprocessed }) => name === 'gradient' && !preprocessed);
  if (!raw || !(seen.decades > MANY_DECADES)) return undefined;
  return {
    name: 'inputs over many decades',
    problem: `the gradients of its tasks span ${Math.round(seen.decades)} decades, and the LSTM reads them as they are`,
    remedy: PREPROCESSED,
  };
}

function stepSize({ description, steps, reference }: Seen): Finding | undefined {
  if (description.update === 'direct' || reference.progress > LITTLE_PROGRESS) return undefined;
  const [low, high] = description.learningRateRange;
  const sizes = steps.map(({ updateRatio }) => updateRatio).filter((ratio) => ratio > 0);
  if (sizes.length === 0) return undefined;
  const typical = median(sizes);
  const place = Math.log(typical / low) / Math.log(high / low);
  if (place > 0.05 && place < 0.95) return undefined;
  return {
    name: 'step size at its limit',
    problem: `steps are about ${short(typical)} of the gradient, at the end of the learningRateRange [${low}, ${high}]`,
    remedy: `widen it; gradient descent does best with ${reference.learningRate === undefined ? 'another' : short(reference.learningRate)}`,
  };
}

function littleProgress({ reference, options, outerSteps }: Seen): Finding | undefined {
  const { progress, nothing, gradientDescent, learned } = reference;
  if (progress > LITTLE_PROGRESS) return undefined;
  const own = Number.isNaN(learned) ? 'none: all diverge' : short(learned);
  const { learningRate = DEFAULT_LEARNING_RATE } = options.adam;
  return {
    name: 'little progress',
    problem: `its meta-loss on new tasks is ${own}, ${short(nothing)} for doing nothing and ${short(gradientDescent)} for tuned gradient descent`,
    remedy:
      learningRate < 1e-5
        ? `raise adam: { learningRate: ${learningRate} } (4e-4 is the paper's)`
        : `mend what stands above; else train longer (${outerSteps} outer steps were taken), or with batch: 8`,
  };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Two digits: '3.1e+6', '0.042'. */
export function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}
