/** The article's program: the state of the address, the controls, the sections one after the other. */

import { tieControls } from './state/controls.js';
import type { FieldName, Values } from './state/fields.js';
import { State } from './state/state.js';
import type { Trainer } from './training/trainer.js';
import { orbitSection } from './widgets/orbit.js';
import { playerSection } from './widgets/player.js';
import { propositionSection } from './widgets/proposition.js';
import { teleportSection } from './widgets/teleport.js';
import { trainingSection } from './widgets/training.js';
import { trajectoriesSection } from './widgets/trajectories.js';

/** With another function, family or task, a point set by hand has lost its meaning; a formula that is typed is to be seen. */
function alongside(name: FieldName): Partial<Values> {
  if (name === 'formula') return { f: 'formula', p: undefined };
  if (name === 'f') return { p: undefined };
  if (name === 'family' || name === 'task') return { start: undefined };
  return {};
}

/** The sections in order, each with the state that all of them share. */
function sections(state: State): readonly (() => void)[] {
  let trainer: Trainer | undefined;
  let drawTrajectories = () => {};
  return [
    () => tieControls(state, alongside),
    () => orbitSection(state),
    () => teleportSection(state),
    () => propositionSection(state),
    () => {
      drawTrajectories = trajectoriesSection(state, () => trainer);
    },
    () => {
      trainer = trainingSection(state, () => drawTrajectories());
    },
    () => playerSection(state),
  ];
}

const todo = [...sections(new State())];

/** The text is painted first, and between two sections whatever the reader does comes first. */
function next(): void {
  todo.shift()?.();
  if (todo.length > 0) setTimeout(next);
  else document.documentElement.dataset.article = 'ready';
}
requestAnimationFrame(() => setTimeout(next));
