/**
 * Outer steps with staggered starts: at every Adam step the members of a batch are at different phases of their runs (Vicol, Metz &
 * Sohl-Dickstein 2021, for PES), so that a gradient tells of beginnings and ends at once, and no two Adam steps in a row of one phase alone.
 *
 *     K windows a run, C = min(batch, K) cohorts; cohort c begins a run at window ⌊cK/C⌋ of every outer step
 *
 *     batch 4, K = 4      outer step 0      1
 *     cohort 0            0 1 2 3           0 1 2 3      phases, window by window
 *     cohort 1              0 1 2           3 0 1 2
 *     cohort 2                0 1           2 3 0 1
 *     cohort 3                  0           1 2 3 0
 *
 * Every window ends in one Adam step on the mean of its cohorts' gradients. A cohort is a system of its own with draws of its own, so
 * any estimator by windows serves. Its runs go on from one outer step to the next: where they are, with the weights and Adam's moments,
 * is all that a checkpoint needs, for tasks and perturbations are of the stream of the outer step that they were begun in.
 */

import { refuse } from '../../checks.js';
import type { AdamOptions, LstmEngine } from '../../lstm/engine.js';
import { addScaled, scaled } from '../../numerics/vector.js';
import type { Divergence } from '../../optimizers/trajectory.js';
import type { Stream } from '../../random/stream.js';
import type { Task } from '../../seams.js';
import type { EstimatorChoice } from './estimator-options.js';
import { beginEstimate } from './estimators.js';
import { type MetaState, type MetaSystemParts, metaSystem } from './meta-system.js';
import { divergencesOf, type OuterRun, type OuterRunResult, type RunsUnderWay } from './outer-run.js';
import { meanOfFinite, type RunningEstimate, type RunUnderWay } from './unrolled-system.js';

interface StaggeredParts {
  /** The engine that is trained. */
  readonly engine: LstmEngine;
  /** Of a cohort. */
  readonly system: MetaSystemParts;
  readonly estimator: EstimatorChoice;
  /** Where each window ends, in steps. */
  readonly ends: readonly number[];
  readonly adam: AdamOptions;
  readonly batch: number;
}

/** How many cohorts a batch has, where a run has K windows. @throws where they would be of different sizes. */
export function cohortCount(where: string, batch: number, windows: number): number {
  if (windows < 2) refuse(where, 'staggered goes with runs of two windows at least', windows);
  if (batch > windows && batch % windows !== 0) {
    refuse(
      where,
      `a staggered batch must be at most the ${windows} windows of a run, or a multiple of them`,
      batch,
    );
  }
  return Math.min(batch, windows);
}

/** A cohort's run, and how far it is. */
interface Cohort {
  readonly estimate: RunningEstimate<MetaState>;
  windows: number;
}

/** What {@link OuterRun} is with staggered starts. */
export class StaggeredRun implements OuterRun {
  readonly #parts: StaggeredParts;
  readonly #starts: readonly number[]; // the window of an outer step that a cohort begins at
  #cohorts: (Cohort | undefined)[] = [];

  constructor(parts: StaggeredParts) {
    this.#parts = parts;
    const count = cohortCount('StaggeredRun', parts.batch, parts.ends.length);
    this.#starts = Array.from({ length: count }, (_, c) => Math.floor((c * parts.ends.length) / count));
    this.forget();
  }

  run(tasks: readonly Task[], draws: Stream): OuterRunResult {
    const { engine, ends, adam } = this.#parts;
    let [loss, skippedWindows, evaluations] = [0, 0, 0];
    const divergences: Divergence[] = [];
    for (let window = 0; window < ends.length; window++) {
      const theta = engine.weights();
      const gradient = new Float64Array(theta.length);
      const losses: number[] = [];
      let counting = 0;
      for (const [c, start] of this.#starts.entries()) {
        if (start === window) this.#cohorts[c] = this.#begun(c, tasks, draws);
        const cohort = this.#cohorts[c];
        if (!cohort) continue;
        const from = cohort.windows === 0 ? 0 : ends[cohort.windows - 1];
        const estimate = cohort.estimate.next(theta, from, ends[cohort.windows++]);
        losses.push(estimate.loss);
        evaluations += estimate.evaluations;
        if (estimate.gradient) {
          addScaled(gradient, 1, estimate.gradient);
          counting++;
        }
        if (cohort.windows < ends.length) continue;
        divergences.push(...divergencesOf(cohort.estimate.states()));
        this.#cohorts[c] = undefined;
      }
      loss += meanOfFinite(losses);
      const mean = scaled(1 / counting, gradient, gradient);
      if (counting === 0 || engine.applyGradient(mean, adam) !== 'applied') skippedWindows++;
    }
    return { loss, divergences, skippedWindows, evaluations };
  }

  underWay(): RunsUnderWay {
    return this.#cohorts.map((cohort) =>
      cohort ? { windows: cohort.windows, states: cohort.estimate.states() } : null,
    );
  }

  forget(): void {
    this.#cohorts = this.#starts.map(() => undefined);
  }

  goOn(underWay: RunsUnderWay, tasks: readonly Task[], draws: Stream): void {
    const { ends } = this.#parts;
    const expected = this.#starts.map((start) => (start === 0 ? 0 : ends.length - start));
    const found = underWay.map((one) => one?.windows ?? 0);
    if (found.join() !== expected.join()) {
      refuse(
        'StaggeredRun.goOn',
        `the runs under way must be ${expected.join(', ')} windows long`,
        found.join(', '),
      );
    }
    this.#cohorts = underWay.map((one, c) => (one === null ? undefined : this.#begun(c, tasks, draws, one)));
  }

  /** A run of cohort c on its share of the tasks, from its start or under way. */
  #begun(c: number, all: readonly Task[], draws: Stream, underWay?: RunUnderWay<MetaState>): Cohort {
    const { system, estimator } = this.#parts;
    const size = all.length / this.#starts.length;
    const tasks = all.slice(c * size, (c + 1) * size);
    const perturbations = draws.split('perturbations').split(c);
    const ofCohort = metaSystem(system, tasks);
    const estimate = beginEstimate(estimator, ofCohort, perturbations, underWay);
    const states = underWay?.states ?? [];
    if (underWay && states.length !== estimate.states().length) {
      refuse('StaggeredRun.goOn', `cohort ${c} must have ${estimate.states().length} copies`, states.length);
    }
    const wanted = sizes(ofCohort.start());
    const other = states.map(sizes).find((found) => found !== wanted);
    if (other) refuse('StaggeredRun.goOn', `a state of cohort ${c} must have the sizes ${wanted}`, other);
    return { estimate, windows: underWay?.windows ?? 0 };
  }
}

/** How many numbers a state has in the memory, and by row. */
function sizes({ memory: { h1, c1, h2, c2 }, rows }: MetaState): string {
  const vectors = [h1, c1, h2, c2, ...rows.flatMap(({ x, previousX, velocity }) => [x, previousX, velocity])];
  return vectors.map(({ length }) => length).join(', ');
}
