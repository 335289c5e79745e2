/** Which runs are asked for: the options that `reproduce`, `units` and `run-unit` share. */

import { Option } from 'commander';
import type { Experiment, Scale } from '../../experiments/experiment.js';
import { asOptions } from './as-options.js';
import { seedsOf } from './options.js';
import { type ScaleArguments, scaleOf, scaleOptions } from './run-into.js';

/** The options as they come in. */
export interface Selection extends ScaleArguments {
  readonly figure?: readonly string[];
  readonly experiment?: readonly string[];
  readonly seeds: string;
}

export function selectionOptions(): Option[] {
  return [
    new Option(
      '--figure <numbers...>',
      "the paper's figures, 3 to 7, 'mixed', the family it describes beside them, or 'all' of these (the default)",
    ),
    new Option(
      '--experiment <ids...>',
      "instead, experiments by id (see `list`), all 'ablations', all of 'question-3', or 'all' there is",
    ).conflicts('figure'),
    new Option('--seeds <number>', 'training seeds, from 1 on').default('10'),
    ...scaleOptions(),
  ];
}

/** What they say. @throws BadInput in the name of the command. */
export async function selected(
  command: string,
  options: Selection,
): Promise<{ experiments: readonly Experiment[]; seeds: number; scale: Scale }> {
  const seeds = seedsOf(command, options.seeds);
  const scale = scaleOf(command, options);
  const { experimentsNamed, experimentsOfFigures } = await import('../../experiments/registry.js');
  const { figure, experiment } = options;
  const experiments = await asOptions(command, { experiment: '--experiment', figure: '--figure' }, () =>
    experiment ? experimentsNamed(experiment) : experimentsOfFigures(figure ?? ['all']),
  );
  return { experiments, seeds, scale };
}
