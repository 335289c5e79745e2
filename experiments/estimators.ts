/**
 * Does an unbiased meta-gradient mend varied Rosenbrock functions? There vanilla wins, and some of the authors' trainings with the theta
 * gradient end in NaN. Here one meta-optimizer, with the theta gradient and a teleport at every step, is trained by each estimator, and
 * vanilla by the paper's, all at equal cost:
 *
 *     evaluations = inner steps of all perturbed copies, a step of backpropagation counting as two; those of 500 trajectories by
 *     truncated backpropagation (55 each), rounded down to whole trajectories
 *
 * Hidden size 20, for an estimate by evolution is noisier the more weights there are: 5,500 here, and 123,000 at the paper's 100. Adam
 * as in the paper, σ = 0.01, one antithetic pair; nothing is tuned for any of them.
 *
 * The verdict's rule was written before the run. An unbiased estimator *mends* if it won against truncated backpropagation of the same
 * meta-optimizer (`comparison.ts`: final losses of the same tasks, whole seeds resampled, divergences counted) and did not lose against
 * vanilla. It *harms* if it lost against truncated backpropagation. The verdict is yes if at least one mends, no if every one harms
 * or has an open outcome, and 'too few seeds' below the bootstrap's least number. Intervals are 95 %, each by itself.
 */

import type { PairComparison } from '../src/evaluation/comparison.js';
import type { EstimatorChoice, EvolutionName } from '../src/metaoptimizer/estimators/estimator-options.js';
import { thetaGradientEveryStep, vanilla } from '../src/metaoptimizer/methods.js';
import { Stream } from '../src/random/stream.js';
import { compared } from './claims/comparisons.js';
import type { Experiment, LearnedMethod, Run } from './experiment.js';
import { figure6 } from './figures.js';
import { learned } from './methods.js';

const HIDDEN = 20;

/** 500 trajectories of 21 steps forward and 17 back, two for one. */
const BUDGET = 500 * 55;

/** The rivals of every estimator. */
const VANILLA = 'vanilla, truncated backpropagation';
const TRUNCATED = 'truncated backpropagation';

/** A theta-gradient meta-optimizer by one estimator, whose trajectory takes so many evaluations. */
function by(name: string, estimator: EstimatorChoice, evaluations: number): LearnedMethod {
  const description = { ...thetaGradientEveryStep, name, hidden: HIDDEN };
  return learned(description, { estimator, trajectories: Math.floor(BUDGET / evaluations) });
}

const evolution = (name: string, kind: EvolutionName, evaluations: number) =>
  by(name, { by: kind }, evaluations);

/** Those whose only bias is the smoothing, or what the description takes as a constant. */
const UNBIASED: readonly LearnedMethod[] = [
  by('full backpropagation', 'full-backpropagation', 61),
  evolution('full ES', 'full-evolution', 42),
  evolution('PES', 'persistent-evolution', 42),
  evolution('NRES', 'noise-reuse-evolution', 42),
];

/** Estimators of the meta-gradient at equal cost. */
export const estimatorsRosenbrockVaried: Experiment = {
  ...figure6,
  id: 'estimators-rosenbrock-varied',
  title: 'Estimators of the meta-gradient: varied Rosenbrock functions',
  figure: undefined,
  asPublished: undefined,
  methods: [
    learned({ ...vanilla, name: VANILLA, hidden: HIDDEN }),
    by(TRUNCATED, 'truncated-backpropagation', 55),
    evolution('truncated ES', 'truncated-evolution', 63),
    ...UNBIASED,
  ],
};

/** How an unbiased estimator did. */
export interface EstimatorFinding {
  readonly estimator: string;
  readonly againstTruncated: PairComparison;
  readonly againstVanilla: PairComparison;
  readonly mends: boolean;
}

/** The verdict by the rule above, with what it rests on. */
export function estimatorVerdict(runs: readonly Run[]): {
  readonly verdict: 'yes' | 'no' | 'too few seeds';
  readonly findings: readonly EstimatorFinding[];
} {
  const stream = Stream.fromSeed(13).split('estimators');
  const findings = UNBIASED.flatMap(({ name }) => {
    const [againstTruncated] = compared(runs, name, TRUNCATED, stream);
    const [againstVanilla] = compared(runs, name, VANILLA, stream);
    if (!againstTruncated || !againstVanilla) return [];
    const mends = againstTruncated.outcome === 'won' && againstVanilla.outcome !== 'lost';
    return [{ estimator: name, againstTruncated, againstVanilla, mends }];
  });
  const few = findings.every(({ againstTruncated }) => againstTruncated.outcome === 'too few seeds');
  const verdict = few ? 'too few seeds' : findings.some(({ mends }) => mends) ? 'yes' : 'no';
  return { verdict, findings };
}
