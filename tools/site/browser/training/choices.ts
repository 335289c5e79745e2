/** What a choice of the reader stands for: a meta-training with the random numbers of the experiments, and their test tasks. */

import { trainingStream, unseenTasks } from '../../../../experiments/streams.js';
import { describe } from '../../../../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../../../../src/metaoptimizer/description.js';
import { MetaTraining } from '../../../../src/metaoptimizer/meta-training.js';
import {
  teleportOnSchedule,
  thetaGradientEveryStep,
  vanilla,
} from '../../../../src/metaoptimizer/methods.js';
import { familyNamed } from '../../../../src/optimizees/families.js';
import type { Task } from '../../../../src/seams.js';
import type { Values } from '../state/fields.js';
import type { MethodName, TrainingChoice } from './messages.js';

const DESCRIPTIONS: Readonly<Record<MethodName, MetaOptimizerDescription>> = {
  vanilla,
  'tel sched': teleportOnSchedule,
  'theta grad': thetaGradientEveryStep,
};

/** The paper's method with an LSTM of this size. */
export function descriptionOf(method: MethodName, hidden: number): MetaOptimizerDescription {
  return describe({ ...DESCRIPTIONS[method], hidden });
}

/** The training: at hidden size 100 and 500 trajectories that of Figures 3 to 6 with this seed. */
export function trainingOf(method: MethodName, choice: TrainingChoice): MetaTraining {
  const family = familyNamed(choice.family);
  const { trajectories, hidden, seed } = choice;
  const description = descriptionOf(method, hidden);
  return new MetaTraining(description, family, trainingStream(seed, family), { trajectories });
}

/** One of the 200 test tasks of Figures 3 to 6, with the start that was drawn for it. */
export function taskOf({ family, task }: Pick<Values, 'family' | 'task'>): Task {
  return unseenTasks(familyNamed(family), task + 1)[task];
}
