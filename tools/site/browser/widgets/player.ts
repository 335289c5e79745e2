/** Section 4, the steps: play, one step on, one back; the slider beside them is tied to the state like all sliders. */

import { FIELDS } from '../state/fields.js';
import type { State } from '../state/state.js';
import { STEPS } from '../training/learned.js';
import { buttonOf } from './elements.js';

const PACE = 350; // milliseconds a step

export function playerSection(state: State): void {
  const [play, back, on] = ['play', 'step-back', 'step-on'].map(buttonOf);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = 'Play';
  };
  const step = (by: number) => {
    const t = Math.min(STEPS, Math.max(0, state.values.t + by));
    state.set({ t });
    if (t === STEPS) stop();
  };
  play.addEventListener('click', () => {
    if (timer) return stop();
    if (state.values.t === FIELDS.t.initial) state.set({ t: 0 });
    play.textContent = 'Stop';
    timer = setInterval(() => step(1), PACE);
  });
  for (const [button, by] of [
    [back, -1],
    [on, 1],
  ] as const) {
    button.addEventListener('click', () => {
      stop();
      step(by);
    });
  }
}
