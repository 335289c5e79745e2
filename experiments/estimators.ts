/**
 * Does an unbiased meta-gradient help? Three times the same question: one meta-optimizer with teleports is trained by several estimators,
 * and the same without teleports by the paper's, all at equal cost:
 *
 *     evaluations = inner steps of all perturbed copies, a step of backpropagation counting as two; those of the whole training by
 *     truncated backpropagation, rounded down to whole trajectories
 *
 *     estimators-rosenbrock-varied   the theta gradient and a teleport at every step, varied Rosenbrock functions: there vanilla wins, and
 *                                    some of the authors' trainings end in NaN
 *     estimators-mixed               the same on the mixed family
 *     estimators-figure-7            LSTM(lr, tele, momentum) on the paper's network. Trained as in `figure-7-longer`, for the paper's 30
 *                                    trajectories leave any LSTM near its random weights
 *
 * Hidden size 20 everywhere, for an estimate by evolution is noisier the more weights there are: 5,500 in the plane, where the paper's 100
 * has 123,000. Adam as in the experiment, σ = 0.01, one antithetic pair; nothing is tuned for any of them.
 *
 * The verdict's rule was written before the runs. An unbiased estimator *mends* if it won against truncated backpropagation of the same
 * meta-optimizer (`comparison.ts`: final losses of the same tasks, whole seeds resampled, divergences counted) and did not lose against
 * the one without teleports. It *harms* if it lost against truncated backpropagation. The verdict is yes if at least one mends, no if every
 * one harms or has an open outcome, and 'too few seeds' below the bootstrap's least number. Intervals are 95 %, each by itself.
 */

import type { PairComparison } from '../src/evaluation/comparison.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import type { EstimatorChoice, EvolutionName } from '../src/metaoptimizer/estimators/estimator-options.js';
import { thetaGradientEveryStep, vanilla } from '../src/metaoptimizer/methods.js';
import { Stream } from '../src/random/stream.js';
import { compared } from './claims/comparisons.js';
import type { Experiment, LearnedMethod, Run } from './experiment.js';
import { figure6, mixedFamily } from './figures.js';
import { learned } from './methods.js';
import { figure7Longer, stepSizeLstm } from './network-figures.js';

const HIDDEN = 20;

/** The rivals of every estimator. */
const VANILLA = 'vanilla, truncated backpropagation';
const WITHOUT_TELEPORTS = 'without teleports, truncated backpropagation';
const TRUNCATED = 'truncated backpropagation';

/** Those whose only bias is the smoothing, or what the description takes as a constant. */
const UNBIASED = ['full backpropagation', 'full ES', 'PES', 'NRES'];

/** A meta-optimizer by several estimators, whose trajectories take so many evaluations; all together may take `budget`. */
function byEstimators(description: Omit<MetaOptimizerDescription, 'name'>, budget: number) {
  const by = (name: string, estimator: EstimatorChoice, evaluations: number): LearnedMethod =>
    learned({ ...description, name }, { estimator, trajectories: Math.floor(budget / evaluations) });
  const evolution = (name: string, kind: EvolutionName, evaluations: number) =>
    by(name, { by: kind }, evaluations);
  return { by, evolution };
}

/** 500 trajectories of 21 steps forward and 17 back, two for one. */
const inThePlane = byEstimators({ ...thetaGradientEveryStep, hidden: HIDDEN }, 500 * 55);

const planeMethods: readonly LearnedMethod[] = [
  learned({ ...vanilla, name: VANILLA, hidden: HIDDEN }),
  inThePlane.by(TRUNCATED, 'truncated-backpropagation', 55),
  inThePlane.evolution('truncated ES', 'truncated-evolution', 63),
  inThePlane.by('full backpropagation', 'full-backpropagation', 61),
  inThePlane.evolution('full ES', 'full-evolution', 42),
  inThePlane.evolution('PES', 'persistent-evolution', 42),
  inThePlane.evolution('NRES', 'noise-reuse-evolution', 42),
];

/** Estimators of the meta-gradient at equal cost. */
export const estimatorsRosenbrockVaried: Experiment = {
  ...figure6,
  id: 'estimators-rosenbrock-varied',
  title: 'Estimators of the meta-gradient: varied Rosenbrock functions',
  figure: undefined,
  asPublished: undefined,
  methods: planeMethods,
};

/** The same on the mixed family. */
export const estimatorsMixed: Experiment = {
  ...mixedFamily,
  id: 'estimators-mixed',
  title: 'Estimators of the meta-gradient: the mixed family',
  figure: undefined,
  asPublished: undefined,
  methods: planeMethods,
};

/** 100 trajectories of 300 steps forward and 262 back (windows of 10 to step 290), two for one. */
const onNetwork = byEstimators(stepSizeLstm(TRUNCATED, { teleport: true, momentum: true }), 100 * 824);

/** The same for LSTM(lr, tele, momentum) on the paper's network. */
export const estimatorsFigure7: Experiment = {
  ...figure7Longer,
  id: 'estimators-figure-7',
  title: 'Estimators of the meta-gradient: LSTM(lr, tele, momentum) on the two-layer network',
  figure: undefined,
  methods: [
    learned(stepSizeLstm(WITHOUT_TELEPORTS, { momentum: true })),
    onNetwork.by(TRUNCATED, 'truncated-backpropagation', 824),
    onNetwork.by('full backpropagation', 'full-backpropagation', 880),
    onNetwork.evolution('PES', 'persistent-evolution', 582),
    onNetwork.evolution('NRES', 'noise-reuse-evolution', 582),
  ],
};

/** All of them. */
export const estimatorExperiments: readonly Experiment[] = [
  estimatorsRosenbrockVaried,
  estimatorsMixed,
  estimatorsFigure7,
];

/** How an unbiased estimator did. */
export interface EstimatorFinding {
  readonly estimator: string;
  readonly againstTruncated: PairComparison;
  /** Against the meta-optimizer without teleports. */
  readonly againstVanilla: PairComparison;
  readonly mends: boolean;
}

/** The verdict by the rule above on the runs of one of the experiments, with what it rests on. */
export function estimatorVerdict(runs: readonly Run[]): {
  readonly verdict: 'yes' | 'no' | 'too few seeds';
  readonly findings: readonly EstimatorFinding[];
} {
  const stream = Stream.fromSeed(13).split('estimators');
  const findings = UNBIASED.flatMap((name) => {
    const [againstTruncated] = compared(runs, name, TRUNCATED, stream);
    const [againstVanilla] = [VANILLA, WITHOUT_TELEPORTS].flatMap((b) => compared(runs, name, b, stream));
    if (!againstTruncated || !againstVanilla) return [];
    const mends = againstTruncated.outcome === 'won' && againstVanilla.outcome !== 'lost';
    return [{ estimator: name, againstTruncated, againstVanilla, mends }];
  });
  const few = findings.every(({ againstTruncated }) => againstTruncated.outcome === 'too few seeds');
  const verdict = few ? 'too few seeds' : findings.some(({ mends }) => mends) ? 'yes' : 'no';
  return { verdict, findings };
}
