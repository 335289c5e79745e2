/** Section 4, the training: its buttons, its curves of the meta-loss, what it says of itself. */

import { methodStyle } from '../../../../src/display/method-styles.js';
import { Chart } from '../draw/chart.js';
import type { Values } from '../state/fields.js';
import { short, tell } from '../state/live-text.js';
import type { State } from '../state/state.js';
import { blockMedians, blockSize } from '../training/blocks.js';
import { METHODS, type MethodName, type TrainingChoice } from '../training/messages.js';
import { Trainer } from '../training/trainer.js';
import { buttonOf, svgOf } from './elements.js';

export const lineStyle = (method: MethodName) => `--own: ${methodStyle(method).color}`;

const choiceOf = ({ family, seed, trajectories, hidden }: Values): TrainingChoice => ({
  family,
  seed,
  trajectories,
  hidden,
});

/** @param onWeights called whenever there are new weights, or none any more. */
export function trainingSection(state: State, onWeights: () => void): Trainer {
  const chart = new Chart(svgOf('training-chart'), { log: true });
  const [train, pause, reset] = ['train', 'pause', 'reset'].map(buttonOf);
  let waiting = false;
  /** Whoever wants no motion sees what was learned when it has been. */
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const trainer = new Trainer(() => {
    if (!waiting) requestAnimationFrame(show);
    waiting = true;
  });
  const show = () => {
    waiting = false;
    const { trajectories } = trainer.choice ?? state.values;
    const size = blockSize(trajectories);
    const lines = METHODS.map((method) => ({
      name: 'learned',
      points: blockMedians(trainer.progress.get(method)?.losses ?? [], size),
      style: lineStyle(method),
    }));
    chart.draw({ x: [0, trajectories], lines });
    train.disabled = trainer.state === 'running' || trainer.state === 'paused';
    pause.disabled = !train.disabled;
    reset.disabled = trainer.state === 'idle';
    pause.textContent = trainer.state === 'paused' ? 'Resume' : 'Pause';
    tell({ 'training.state': stateText(trainer), 'training.block': String(size), ...wordsOf(trainer, size) });
    if (!isStill || trainer.state !== 'running') onWeights();
  };

  train.addEventListener('click', () => {
    state.set({ trained: 'yes' });
    trainer.train(choiceOf(state.values));
  });
  pause.addEventListener('click', () => (trainer.state === 'paused' ? trainer.resume() : trainer.pause()));
  reset.addEventListener('click', () => {
    state.set({ trained: 'no' });
    trainer.reset();
  });
  // Weights of another family, seed or size are not those of the link that the reader sees.
  state.watch(['family', 'seed', 'trajectories', 'hidden'], () => {
    if (trainer.choice && !isSame(trainer.choice, choiceOf(state.values))) {
      state.set({ trained: 'no' });
      trainer.reset();
    }
  });
  show();
  if (state.values.trained === 'yes') trainer.train(choiceOf(state.values));
  return trainer;
}

const isSame = (a: TrainingChoice, b: TrainingChoice) =>
  a.family === b.family && a.seed === b.seed && a.trajectories === b.trajectories && a.hidden === b.hidden;

function stateText({ state, progress, choice, message }: Trainer): string {
  const all = [...progress.values()];
  const seconds = Math.max(0, ...all.map((one) => one.seconds));
  const least = Math.min(...METHODS.map((method) => progress.get(method)?.done ?? 0));
  switch (state) {
    case 'idle':
      return 'Nothing is trained yet.';
    case 'failed':
      return `Training failed: ${message}`;
    case 'done':
      return `Trained on ${choice!.trajectories} trajectories each, in ${seconds.toFixed(1)} s (kernels ${all[0].build}).`;
    default:
      return `${state === 'paused' ? 'Paused at' : 'Training:'} ${least} of ${choice!.trajectories} trajectories.`;
  }
}

/** Of each method the last block's median, and what went wrong. */
function wordsOf({ progress }: Trainer, size: number): Record<string, string> {
  const entries = METHODS.map((method) => {
    const found = progress.get(method);
    const last = found && blockMedians(found.losses, size).at(-1);
    if (!found || !last) return [`training.${method}`, '–'];
    const { diverged, skippedWindows } = found;
    const troubles = [
      ...(diverged > 0 ? [`${diverged} diverged`] : []),
      ...(skippedWindows > 0 ? [`${skippedWindows} windows skipped`] : []),
    ];
    return [`training.${method}`, [short(last[1]), ...troubles].join(', ')];
  });
  return Object.fromEntries(entries);
}
