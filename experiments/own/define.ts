/**
 * An experiment of one's own: what a reader writes in one file, checked as it comes in and completed to an {@link Experiment}, which
 * then goes the whole road of the paper's: training or tuning at every seed, evaluation, statistics, figures.
 */

import { BadInput, refuse, requireCount, requireOneOf, requireOptions } from '../../src/checks.js';
import { describe } from '../../src/metaoptimizer/describe.js';
import { type MetaOptimizerDescription, readsHessian } from '../../src/metaoptimizer/description.js';
import {
  completeMetaTrainOptions,
  type MetaTrainOptions,
} from '../../src/metaoptimizer/meta-train-options.js';
import { lossWeights } from '../../src/metaoptimizer/window.js';
import { requireSoundFamily } from '../../src/optimizees/check-family.js';
import { nanOutside } from '../../src/optimizees/outside.js';
import { Stream } from '../../src/random/stream.js';
import { requireFamily, requireTask } from '../../src/seam-checks.js';
import type { Task, TaskFamily } from '../../src/seams.js';
import { schedule } from '../../src/symmetry/schedule.js';
import type { BaselineMethod, Experiment, LearnedMethod, Method } from '../experiment.js';
import { learned } from '../methods.js';
import { unseenTasks } from '../streams.js';

/** What an experiment of one's own is made of. */
export interface ExperimentDefinition {
  /** What its files are called, of letters, digits, dots and hyphens; default the family's name, or the file's with `orbit-l2o run`. */
  readonly id?: string;
  /** What figures and the page call it; default the id. */
  readonly title?: string;
  readonly family: TaskFamily;
  /** What is compared: descriptions of meta-optimizers, `learned(description, training)` and baselines. */
  readonly methods: readonly (MetaOptimizerDescription | Method)[];
  /** Of all learned methods; default the paper's (`MetaTrainOptions`). */
  readonly training?: MetaTrainOptions;
  /** Training tasks on which a baseline's step size is searched; default 100. */
  readonly tuningTasks?: number;
  /** Test tasks, default 100, and steps on each, default 12. */
  readonly evaluation?: { readonly tasks?: number; readonly steps?: number };
  /** The task of the trajectory plots; default the first test task, in the plane, and none elsewhere. */
  readonly plotted?: Task;
}

const WHERE = 'experiment';
const KEYS = ['id', 'title', 'family', 'methods', 'training', 'tuningTasks', 'evaluation', 'plotted'];
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const made = new WeakSet<object>();
const unnamed = new WeakSet<object>();

/**
 * An experiment of one's own, ready for `runExperiment` or, as a file's default export, for `orbit-l2o run FILE`.
 *
 * @throws BadInput by one line on what is missing, unknown or impossible, and on a family whose gradient, action or optimum is not
 * what it says (`check: 'off'` in `training` leaves that out).
 * @example
 * ```ts
 * import { ellipseFixed, vanilla } from 'orbit-l2o';
 * import { baselines, experiment, runExperiment } from 'orbit-l2o/experiments';
 *
 * const own = experiment({
 *   family: ellipseFixed,
 *   methods: [{ ...vanilla, hidden: 8 }, ...baselines],
 *   training: { trajectories: 5 },
 *   evaluation: { tasks: 4, steps: 6 },
 * });
 * const runs = await runExperiment(own, [1]);
 * console.log(runs.map(({ method }) => method)); // [ 'vanilla', 'GD (tuned)', 'momentum (tuned)', 'Adam (lr 0.3)' ]
 * ```
 */
export function experiment(definition: ExperimentDefinition): Experiment {
  if (typeof definition !== 'object' || definition === null) {
    refuse(WHERE, 'there must be { family, methods, training, evaluation }', definition);
  }
  requireOptions(WHERE, definition, KEYS);
  const { family, training = {}, tuningTasks = 100, evaluation = {} } = definition;
  requireFamily(WHERE, family);
  const { id = family.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-'), title = id } = definition;
  if (typeof id !== 'string' || !ID.test(id)) {
    refuse(WHERE, 'id must be of letters, digits, dots, hyphens and underscores', id);
  }
  if (typeof title !== 'string') refuse(WHERE, 'title must be a text', title);
  requireCount(WHERE, 'tuningTasks', tuningTasks);
  requireOptions(WHERE, evaluation, ['tasks', 'steps'], 'evaluation');
  const { tasks = 100, steps = 12 } = evaluation;
  requireCount(WHERE, 'evaluation.tasks', tasks);
  requireCount(WHERE, 'evaluation.steps', steps);
  requireTraining('training', training);
  const methods = methodsOf(definition.methods, training);
  requireTask(WHERE, firstTask(family), family.dimension, family.algebraDimension);
  if (training.check !== 'off') {
    const hessian = methods.some((one) => one.kind === 'learned' && readsHessian(one.description));
    requireSoundFamily(WHERE, family, Stream.fromSeed(0).split(family.name).split('check'), { hessian });
  }
  const plotted = definition.plotted ?? (family.dimension === 2 ? firstTask(family) : undefined);
  if (plotted) requireTask(WHERE, plotted, family.dimension, family.algebraDimension);
  const complete: Experiment = {
    id,
    title,
    family,
    methods,
    training,
    tuningTasks,
    evaluation: { tasks, steps },
    ...(plotted && { plotted: { ...plotted, optimizee: nanOutside(plotted.optimizee) } }),
  };
  made.add(complete);
  if (definition.id === undefined) unnamed.add(complete);
  return complete;
}

/** A file's default export as an experiment, whatever made it; one without an id of its own is called by the file's name. */
export function experimentFrom(exported: unknown, name: string): Experiment {
  if (typeof exported !== 'object' || exported === null) {
    refuse(WHERE, 'a file must have `export default experiment({ family, methods })`', exported);
  }
  const own = made.has(exported) ? (exported as Experiment) : experiment(exported as ExperimentDefinition);
  if (!unnamed.has(own)) return own;
  const id = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return { ...own, id, title: own.title === own.id ? id : own.title };
}

const firstTask = (family: TaskFamily): Task => unseenTasks(family, 1)[0];

function requireTraining(what: string, training: MetaTrainOptions): void {
  inTheNameOf(what, () => {
    const { steps, window, weights } = completeMetaTrainOptions(training);
    lossWeights(steps, window, weights);
  });
}

function methodsOf(given: ExperimentDefinition['methods'], training: MetaTrainOptions): readonly Method[] {
  if (!Array.isArray(given) || given.length === 0) {
    refuse(WHERE, 'methods must be a list of descriptions and baselines', given);
  }
  const methods = given.map((one: MetaOptimizerDescription | Method, i) => {
    if (typeof one !== 'object' || one === null)
      refuse(WHERE, `methods[${i}] must be a description or a baseline`, one);
    return inTheNameOf(`methods[${i}]`, () => methodOf(one, training));
  });
  const names = methods.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) refuse(WHERE, 'each method must have a name of its own', twice);
  return methods;
}

function methodOf(one: MetaOptimizerDescription | Method, training: MetaTrainOptions): Method {
  if (!('kind' in one)) return learnedOf(learned(describe(one)), training);
  requireOneOf(WHERE, 'kind', one.kind, ['learned', 'baseline']);
  return one.kind === 'learned' ? learnedOf(one, training) : baselineOf(one);
}

function learnedOf(method: LearnedMethod, training: MetaTrainOptions): LearnedMethod {
  requireOptions(WHERE, method, ['kind', 'name', 'description', 'training']);
  const { steps, window, weights } = completeMetaTrainOptions({ ...training, ...method.training });
  lossWeights(steps, window, weights);
  schedule(describe(method.description).teleport, steps);
  return method;
}

function baselineOf(method: BaselineMethod): BaselineMethod {
  requireOptions(WHERE, method, ['kind', 'name', 'rule', 'learningRates', 'momenta', 'teleport']);
  if (typeof method.name !== 'string' || method.name === '')
    refuse(WHERE, 'name must be a text', method.name);
  requireOneOf(WHERE, 'rule', method.rule, ['gradient descent', 'momentum', 'Adam']);
  const rates = method.learningRates;
  if (!Array.isArray(rates) || rates.length === 0 || !rates.every((rate: unknown) => Number(rate) > 0)) {
    refuse(WHERE, 'learningRates must be a list of positive numbers', rates);
  }
  return method;
}

/** A slip in a part, by the name of the part. */
function inTheNameOf<T>(part: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(`${WHERE}: ${part}: ${error.message.replace(/^experiment: /, '')}`);
  }
}
