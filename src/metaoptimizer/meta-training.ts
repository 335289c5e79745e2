/**
 * A meta-training under way: the outer loop of Algorithms 1 to 3, a step at a time.
 *
 *     for each outer step: draw `batch` tasks, start at x₀
 *       for e = 0 … steps − 1:   window loss += w_e f(x_e);  x_{e+1} = inner step;
 *                                at a window's end: one Adam step on φ, then detach
 *
 * That is the paper's. Other estimators of the meta-gradient, and other times for Adam, are in `estimators/`.
 *
 * Every random number comes from the stream's child of the outer step's index, so a training that was stopped and
 * continued from a checkpoint draws what it would have drawn.
 */

import { refuse, requireCount } from '../checks.js';
import type { LstmEngine, LstmParameters, LstmShape, LstmState } from '../lstm/engine.js';
import { randomParameters } from '../lstm/lstm-parameters.js';
import { createWasmEngine } from '../lstm/wasm-engine.js';
import { requireSoundFamily } from '../optimizees/check-family.js';
import type { Stream } from '../random/stream.js';
import { requireFamily, requireStream } from '../seam-checks.js';
import type { Task, TaskFamily } from '../seams.js';
import { schedule } from '../symmetry/schedule.js';
import { requireDescription } from './describe.js';
import { type MetaOptimizerDescription, readsHessian } from './description.js';
import { Recording } from './diagnosis/recording.js';
import { engineShape } from './engine-shape.js';
import { BackpropagationRun } from './estimators/backpropagation-run.js';
import { DEFAULT_ESTIMATOR } from './estimators/estimator-options.js';
import { cutsAtEnd } from './estimators/estimators.js';
import { EvolutionRun } from './estimators/evolution-run.js';
import type { OuterRun, OuterRunResult, RunsUnderWay } from './estimators/outer-run.js';
import { cohortCount, StaggeredRun } from './estimators/staggered-run.js';
import {
  type CompleteMetaTrainOptions,
  completeMetaTrainOptions,
  type MetaTrainOptions,
} from './meta-train-options.js';
import { Unroll } from './unroll.js';
import { endsWindow, lastCut, outerWeights } from './window.js';

/** What happened in one outer step. */
export interface OuterStep extends OuterRunResult {
  readonly index: number;
}

/** A training whose weights have overflowed; it stands again where they were last finite. */
export class WeightsNotFinite extends Error {
  override readonly name = 'WeightsNotFinite';

  /** @param step the outer step that made them so, from 0. */
  constructor(readonly step: number) {
    super(
      `metaTrain: weights must stay finite, got an overflow in outer step ${step} (a smaller learning rate helps)`,
    );
  }
}

/** Outer steps between two copies of everything that is learned; from the last one the steps are done again. */
const COPY_EVERY = 256;

/** Makes an engine; `createWasmEngine` unless told. */
export type EngineFactory = (shape: LstmShape) => LstmEngine;

/** A meta-training under way: run it a few outer steps at a time, or to the end with {@link metaTrain}. */
export class MetaTraining {
  readonly description: MetaOptimizerDescription;
  readonly options: CompleteMetaTrainOptions;
  readonly #family: TaskFamily;
  readonly #stream: Stream;
  readonly #engine: LstmEngine;
  readonly #outerRun: OuterRun;
  readonly #windows: number;
  /** What was seen of it so far, for `diagnose`; undefined where it was not asked for. */
  readonly recording: Recording | undefined;
  #done = 0;
  #copy: {
    readonly state: LstmParameters | LstmState;
    readonly done: number;
    readonly underWay?: RunsUnderWay;
  };

  /**
   * @param stream weights are drawn from its child 'weights', tasks from 'training'.
   * @param record whether it is recorded for `diagnose`; no number of the training depends on it.
   * @throws on bad options, a schedule beyond the run, or a family that is not what it says (`check`).
   */
  constructor(
    description: MetaOptimizerDescription,
    family: TaskFamily,
    stream: Stream,
    options: MetaTrainOptions = {},
    createEngine: EngineFactory = createWasmEngine,
    record = true,
  ) {
    requireDescription('metaTrain', description);
    requireFamily('metaTrain', family);
    requireStream('metaTrain', stream);
    this.options = completeMetaTrainOptions(options);
    const { steps, window, batch, safeguardFactor, adam, estimator = DEFAULT_ESTIMATOR } = this.options;
    const { outerLoss = 'sum', adamEvery = 'window', staggered = false, distanceTerm } = this.options;
    const { dimension: n, algebraDimension: m } = family;
    if (this.options.check !== 'off') {
      requireSoundFamily('metaTrain', family, stream.split('check'), { hessian: readsHessian(description) });
    }
    const known = outerWeights(outerLoss, steps, window, this.options.weights);
    const weights = outerLoss === 'minimum' ? outerLoss : known;
    const teleports = schedule(description.teleport, steps);
    this.description = description;
    this.#family = family;
    this.#stream = stream;
    const last = lastCut(steps, window);
    const whole = cutsAtEnd(estimator);
    this.recording = record ? new Recording(description, family, stream, steps) : undefined;
    const endsWith = (e: number) => (whole ? e === last : endsWindow(e, window));
    const backpropagates = typeof estimator === 'string';
    const tape = !backpropagates ? 1 : whole ? steps : window + 1; // the first window is one step longer
    const shape = engineShape(description, n, m, batch, tape);
    this.#engine = createEngine(shape);
    this.#copy = { state: randomParameters(shape, stream.split('weights')), done: 0 };
    this.#engine.load(this.#copy.state);
    const onEngine = (engine: LstmEngine) => ({
      engine,
      unroll: new Unroll(description, engine, n, m, { safeguardFactor, distanceTerm }),
      schedule: teleports,
      weights,
    });
    const ends = Array.from({ length: steps }, (_, e) => e + 1).filter((end) => endsWith(end - 1));
    this.#windows = ends.length;
    const trained = { engine: this.#engine, ends, adam };
    if (staggered) {
      const cohort = batch / cohortCount('metaTrain', batch, ends.length);
      const system = onEngine(createEngine(engineShape(description, n, m, cohort, tape)));
      this.#outerRun = new StaggeredRun({ ...trained, system, estimator, batch });
    } else if (backpropagates) {
      this.#outerRun = new BackpropagationRun({
        ...onEngine(this.#engine),
        ...{ steps, adam, adamEvery, endsWith, recording: this.recording },
      });
    } else {
      const system = onEngine(createEngine(shape));
      this.#outerRun = new EvolutionRun({ ...trained, system, estimator, adamEvery });
    }
  }

  /** Outer steps done. */
  get done(): number {
    return this.#done;
  }

  /** Everything that has been learned, and Adam's state. */
  state(): LstmState {
    return this.#engine.state();
  }

  /** Where runs are that go on in the next outer step: of a staggered training that has begun. */
  underWay(): RunsUnderWay | undefined {
    return this.#done === 0 ? undefined : this.#outerRun.underWay?.();
  }

  /**
   * Takes over a state reached after `done` outer steps, and of a staggered training the runs under way.
   *
   * @throws if it is staggered and there are none, or others than it would have.
   */
  resume(state: LstmState, done: number, underWay?: RunsUnderWay): void {
    requireCount('MetaTraining.resume', 'done', done, 0);
    const goesOn = done > 0 && this.options.staggered === true;
    if (goesOn !== (underWay !== undefined)) {
      const wanted = goesOn ? 'there' : 'those of a staggered training';
      refuse('MetaTraining.resume', `runs under way must be ${wanted}`, underWay ? 'some' : 'none');
    }
    this.#engine.load(state);
    this.#done = done;
    this.#goOn(underWay, done);
    this.#copy = { state, done, underWay };
  }

  /** Has runs under way after `done` outer steps, or none. */
  #goOn(underWay: RunsUnderWay | undefined, done: number): void {
    this.#outerRun.forget?.();
    if (!underWay) return;
    const { tasks, draws } = this.#given(done - 1);
    this.#outerRun.goOn?.(underWay, tasks, draws);
  }

  /** Tasks and draws of an outer step. */
  #given(index: number): { readonly tasks: readonly Task[]; readonly draws: Stream } {
    const draws = this.#stream.split('training').split(index);
    const tasks = Array.from({ length: this.options.batch }, (_, b) => this.#family.sample(draws.split(b)));
    return { tasks, draws };
  }

  /**
   * One outer step: `batch` trajectories, and an Adam step a window (or a run).
   *
   * @throws WeightsNotFinite if a weight overflows; `state` and `done` are then those before the step.
   */
  step(): OuterStep {
    const index = this.#done;
    if (index - this.#copy.done >= COPY_EVERY) {
      this.#copy = { state: this.state(), done: index, underWay: this.underWay() };
    }
    const result = this.#run(index);
    if (this.#engine.hasFiniteWeights?.() === false) {
      const { state, done, underWay } = this.#copy;
      this.#engine.load(state);
      this.#goOn(underWay, done);
      for (let again = done; again < index; again++) this.#run(again);
      throw new WeightsNotFinite(index);
    }
    this.#done++;
    const { loss, divergences, skippedWindows } = result;
    this.recording?.outerStep(loss, divergences, this.#windows, skippedWindows, this.options.batch);
    return { index, ...result };
  }

  #run(index: number): OuterRunResult {
    const { tasks, draws } = this.#given(index);
    return this.#outerRun.run(tasks, draws);
  }
}
