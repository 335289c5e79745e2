/**
 * An outer step by perturbed runs: an estimator walks through the windows of a batch of tasks, and the engine that is trained takes Adam
 * steps on what it says. The perturbed copies run on an engine of their own (`meta-system.ts`).
 *
 * An outer step begins every run afresh, PES's sums of perturbations too, and all its random numbers are of the outer step's own
 * stream: so a checkpoint between two outer steps holds nothing but weights and Adam's moments, and training goes on bit for bit.
 */

import type { AdamOptions, LstmEngine } from '../../lstm/engine.js';
import { addScaled } from '../../numerics/vector.js';
import type { Stream } from '../../random/stream.js';
import type { Task, Vector } from '../../seams.js';
import type { EvolutionOptions } from './estimator-options.js';
import { beginEstimate } from './estimators.js';
import { type MetaSystemParts, metaSystem } from './meta-system.js';
import { type AdamEvery, divergencesOf, type OuterRun, type OuterRunResult } from './outer-run.js';

interface EvolutionParts {
  /** The engine that is trained. */
  readonly engine: LstmEngine;
  readonly system: MetaSystemParts;
  readonly estimator: Required<EvolutionOptions>;
  /** Where each window ends, in steps. */
  readonly ends: readonly number[];
  readonly adam: AdamOptions;
  readonly adamEvery: AdamEvery;
}

/** What {@link OuterRun} is by evolution. */
export class EvolutionRun implements OuterRun {
  readonly #parts: EvolutionParts;

  constructor(parts: EvolutionParts) {
    this.#parts = parts;
  }

  run(tasks: readonly Task[], draws: Stream): OuterRunResult {
    const { engine, system, estimator, ends, adam, adamEvery } = this.#parts;
    const running = beginEstimate(estimator, metaSystem(system, tasks), draws.split('perturbations'));
    let [loss, skippedWindows, evaluations, summed] = [0, 0, 0, 0];
    let total: Vector | undefined;
    let theta = engine.weights();
    ends.forEach((to, k) => {
      const window = running.next(theta, k === 0 ? 0 : ends[k - 1], to);
      loss += window.loss;
      evaluations += window.evaluations;
      if (window.gradient === undefined) skippedWindows++;
      else if (adamEvery === 'run') {
        total = addScaled(total ?? new Float64Array(theta.length), 1, window.gradient);
        summed++;
      } else if (engine.applyGradient(window.gradient, adam) !== 'applied') skippedWindows++;
      else if (k + 1 < ends.length) theta = engine.weights();
    });
    if (total && engine.applyGradient(total, adam) !== 'applied') skippedWindows += summed;
    const divergences = divergencesOf(running.states());
    return { loss, divergences, skippedWindows, evaluations };
  }
}
