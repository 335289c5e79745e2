/** The article's program: the state of the address, the controls, the sections one after the other. */

import { tieControls } from './state/controls.js';
import type { FieldName } from './state/fields.js';
import { State } from './state/state.js';
import type { Trainer } from './training/trainer.js';
import { orbitSection } from './widgets/orbit.js';
import { playerSection } from './widgets/player.js';
import { propositionSection } from './widgets/proposition.js';
import { teleportSection } from './widgets/teleport.js';
import { trainingSection } from './widgets/training.js';
import { trajectoriesSection } from './widgets/trajectories.js';

/** With another function, family or task, a point set by hand has lost its meaning. */
function forgotten(name: FieldName): object {
  if (name === 'f' || name === 'formula') return { p: undefined };
  if (name === 'family' || name === 'task') return { start: undefined };
  return {};
}

const state = new State();
tieControls(state, forgotten);
orbitSection(state);
teleportSection(state);
propositionSection(state);
let trainer: Trainer | undefined;
const drawTrajectories = trajectoriesSection(state, () => trainer);
trainer = trainingSection(state, drawTrajectories);
playerSection(state);

// The box of the formula is of use for one function alone.
const formula = document.getElementById('formula-box')!;
state.watch(['f'], ({ f }) => formula.classList.toggle('unused', f !== 'formula'));
