/** What is stored of an experiment beside its runs. */

import type { Experiment } from './experiment.js';

/** Everything that defines an experiment, as plain data: results of another configuration are other results. */
export function configuration(experiment: Experiment): Readonly<Record<string, unknown>> {
  const { family, methods, training, evaluation, plotted, file } = experiment;
  return {
    ...(file && { file }), // first, so that a difference is told of by its cause
    family: { name: family.name, ...family.configuration },
    methods,
    training,
    evaluation,
    ...(plotted && { plottedStart: Array.from(plotted.start) }),
  };
}
