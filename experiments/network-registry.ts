/** The network experiments behind the interface of `registry.ts`. */

import { requireCount } from '../src/checks.js';
import { workOf } from './methods.js';
import { type NetworkExperiment, type NetworkMethod, type NetworkRun, runNetworkMethod } from './network.js';
import { networkAblations } from './network-ablations.js';
import { coordinatewiseExperiments } from './network-coordinatewise.js';
import { networkFigures } from './network-figures.js';
import type { Experiment, Scale } from './registry.js';

/** All of them, figures first. */
export const networkExperiments: readonly NetworkExperiment[] = [
  ...networkFigures,
  ...coordinatewiseExperiments,
  ...networkAblations,
];

/** The network experiment of that id, if there is one. */
export function networkById(id: string): NetworkExperiment | undefined {
  return networkExperiments.find((experiment) => experiment.id === id);
}

export function fromNetwork(experiment: NetworkExperiment): Experiment<NetworkRun> {
  const { id, title, figure, family, methods, training, evaluation } = experiment;
  return {
    id,
    title,
    figure,
    methods: methods.map(({ name }) => name),
    configuration: {
      family: { name: family.name, ...family.configuration },
      methods,
      training,
      evaluation,
    },
    work: (method) => workOf(methods.find(({ name }) => name === method)!, family, training),
    run: (method, seed, { onProgress, signal } = {}) => {
      const own = methods.find(({ name }) => name === method);
      const { trajectories } = { ...training, ...(own && own.kind !== 'baseline' && own.training) };
      return runNetworkMethod(experiment, method, seed, {
        signal,
        onStep: (done) => onProgress?.(done / (trajectories ?? done)),
      });
    },
    scaled: (scale) => fromNetwork(scaleNetwork(experiment, scale)),
  };
}

function scaleNetwork(experiment: NetworkExperiment, scale: Scale): NetworkExperiment {
  const { trajectories, tasks, hidden } = scale;
  for (const [name, value] of Object.entries({ trajectories, tasks, hidden })) {
    if (value !== undefined) requireCount('scaled', name, value);
  }
  const { training, evaluation, methods } = experiment;
  return {
    ...experiment,
    training: trajectories === undefined ? training : { ...training, trajectories },
    evaluation: tasks === undefined ? evaluation : { ...evaluation, tasks },
    methods: methods.map((method) => scaleMethod(method, scale)),
  };
}

/** Also where a method has a number of trajectories of its own. */
function scaleMethod(method: NetworkMethod, { trajectories, hidden }: Scale): NetworkMethod {
  if (method.kind === 'baseline') return method;
  const { description, training } = method;
  return {
    ...method,
    ...(hidden !== undefined && { description: { ...description, hidden } }),
    ...(trajectories !== undefined && training && { training: { ...training, trajectories } }),
  };
}
