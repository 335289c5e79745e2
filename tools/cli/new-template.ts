/** What `orbit-l2o new` writes: an experiment that runs as it stands, each part to be replaced by one's own. */

/** The text of a new experiment's file; TypeScript, or JavaScript without its types. */
export function newExperiment(id: string, file: string, language: 'ts' | 'js'): string {
  const typed = language === 'ts';
  const types = typed ? "import type { GroupAction, TaskFamily } from 'orbit-l2o';\n" : '';
  const of = (type: string) => (typed ? `: ${type}` : '');
  const js = (type: string) => (typed ? '' : `/** @type {import('orbit-l2o').${type}} */\n`);
  return `/**
 * ${id}: an experiment of your own.
 *
 *     orbit-l2o run ${file}                                a page with figures and statistics in out/${id}
 *     orbit-l2o run ${file} --trajectories 50 --seeds 1    a quick look
 *
 * Replace the objective, the group and the start by your own; the command says by one line if they do not fit together.
 */

import { describe, vanilla } from 'orbit-l2o';
import { baselines, experiment } from 'orbit-l2o/experiments';
import { optimizeeFromExpression } from 'orbit-l2o/theory';
${types}
// 1. The objective. A formula has exact derivatives. Or write { name, dimension, value, gradient, hessianVector } by hand,
//    or let TensorFlow.js differentiate: const { tf, optimizeeFromTensors } = await loadTensors();
const optimizee = optimizeeFromExpression('(x*y - 1)^2');

// 2. The group that leaves it alone: exp(s)·(x, y) = (eˢ x, e⁻ˢ y). Without one, take noAction(2) of 'orbit-l2o', and
//    algebraDimension: 0 below. A group may also come from TensorFlow.js (actionFromTensors) or, slower, from a formula:
//    symmetryFromExpression('(x*y - 1)^2', '[x, -y]').action
${js('GroupAction')}const action${of('GroupAction')} = {
  name: 'scaling',
  dimension: 2,
  algebraDimension: 1,
  invariance: 'exact',
  act: ([s], [x, y]) => Float64Array.of(Math.exp(s) * x, Math.exp(-s) * y),
  // From w, the derivative of some loss by exp(s)·x, to its derivatives by s and by x.
  vjp: ([s], [x, y], [u, v]) => ({
    xi: Float64Array.of(u * Math.exp(s) * x - v * Math.exp(-s) * y),
    x: Float64Array.of(u * Math.exp(s), v * Math.exp(-s)),
  }),
  generator: ([s], [x, y]) => Float64Array.of(s * x, -s * y),
  compose: ([s], [t]) => Float64Array.of(s + t),
  inverse: ([s]) => Float64Array.of(-s),
};

// 3. The family: how a task is drawn from a seeded stream. Objectives may differ from task to task too.
${js('TaskFamily')}const family${of('TaskFamily')} = {
  name: '${id}',
  dimension: 2,
  algebraDimension: 1,
  configuration: { start: 'uniform in [0.5, 2]²' }, // kept with every result: what defines the tasks
  sample: (stream) => ({ optimizee, action, start: stream.uniforms(2, 0.5, 2) }),
};

// 4. The experiment: what is compared, how it is trained, how it is tested.
export default experiment({
  family,
  methods: [
    { ...vanilla, hidden: 40 },
    describe({ name: 'teleports at every third step', hidden: 40, teleport: { every: 3 } }),
    ...baselines, // tuned gradient descent and momentum, Adam
  ],
  training: { trajectories: 300 }, // steps: 21, window: 5, batch: 1, adam: { learningRate: 4e-4 } unless told
  evaluation: { tasks: 100, steps: 12 },
});
`;
}
