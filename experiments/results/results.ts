/**
 * What `results/` holds, as plain data: what the experiments gave at ten seeds, small enough for a repository. `npm run results`
 * writes it and nothing else does; README, pages and notebooks read it.
 *
 *     results/provenance.json            versions, kernels, processor, the digest of the code
 *     results/claims.json, claims.md     the paper's claims with number, interval and verdict
 *     results/experiments/ID.json        an {@link ExperimentResults}; of one of many families the first and the last step alone
 *     results/figures/NAME.png           the pictures that README and pages show
 */

import type { PlottedTrajectory } from '../../src/evaluation/evaluate.js';
import type { Provenance } from '../../src/evaluation/provenance.js';
import type { PairStatistics } from '../plots/statistics.js';
import type { Gain } from '../question-3/gain.js';
import type { Measured } from '../question-3/predictors.js';

/** Under what the results came about. The same of all this gives the same numbers. */
export interface ResultsProvenance extends Provenance {
  /** The processor's name, of the machine that wrote the results. */
  readonly processor: string;
  /** Digest of the code that made the runs (`../store/code-digest.ts`), or several with commas between. */
  readonly code: string;
  readonly seeds: readonly number[];
  /** How many runs they summarise. */
  readonly runs: number;
}

/** Quantiles over tasks and seeds at every step 0 … steps; null where nothing is left that has not diverged. */
export interface Bands {
  readonly lower: readonly (number | null)[]; // first quartile
  readonly median: readonly (number | null)[];
  readonly upper: readonly (number | null)[]; // third quartile
  /** Trajectories that have not diverged, of tasks × seeds. */
  readonly count: readonly number[];
}

/** One run: a method at a seed. */
export interface RunSummary {
  readonly seed: number;
  /** The first 16 hexadecimal digits of the SHA-256 of its JSON without provenance and timing: equal if every number is. */
  readonly digest: string;
  /** Of the last losses over the test tasks: minimum, quartiles and maximum; null where it falls on a diverged one. */
  readonly lastLosses: readonly (number | null)[]; // [5]
  /** Test trajectories that diverged, and outer steps of the training that did. */
  readonly diverged: { readonly test: number; readonly training: number };
}

/** One method of an experiment. */
export interface MethodResults {
  readonly name: string;
  readonly kind: 'learned' | 'baseline';
  readonly losses: Bands;
  readonly gradientNorms: Bands;
  /** Median of the evaluations up to a step, in gradients. */
  readonly evaluations: readonly (number | null)[];
  readonly runs: readonly RunSummary[];
  /** Of teleports, by seed in the order of `runs`, where the experiment measures it (`../teleport-harm.ts`); null where there was none. */
  readonly harm?: {
    /** Share of the teleports that end farther from the optimum, mean over the tasks that teleported. */
    readonly shares: readonly (number | null)[];
    /** Median over tasks of log₁₀ of the distance after a teleport over that before. */
    readonly logFactors: readonly (number | null)[];
  };
  /** The first seed on the experiment's plotted task, where it has one. */
  readonly plotted?: PlottedTrajectory;
}

/** One experiment at its seeds. */
export interface ExperimentResults {
  readonly id: string;
  readonly title: string;
  readonly figure?: string;
  readonly family: string;
  /** The first 16 hexadecimal digits of the SHA-256 of the configuration as JSON: results of another one are other results. */
  readonly configuration: string;
  readonly seeds: readonly number[];
  readonly methods: readonly MethodResults[];
  /** Paired differences between methods, at the end and at an equal budget; none of a family of question Q3. */
  readonly statistics: PairStatistics;
  /** Of a family of question Q3: what was measured before training, and the planned gains. */
  readonly measured?: Measured;
  readonly gains?: readonly Gain[];
}
