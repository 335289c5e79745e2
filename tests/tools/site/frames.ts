/** What the page does while something is dragged: how often it draws in a frame of the screen, and, to be read, how long that takes. */

import type { Page } from 'playwright-core';

/** A script that keeps the time of each frame's work, with the layout that it makes necessary, and the time between frames. */
export const TIMING = `{
  globalThis.frames = { work: [], apart: [], last: 0, now: 0, drawn: 0, most: 0 };
  const ask = requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (draw) => ask((now) => {
    const { frames } = globalThis;
    frames.drawn = frames.now === now ? frames.drawn + 1 : 1;
    frames.now = now;
    frames.most = Math.max(frames.most, frames.drawn);
    const from = performance.now();
    draw(now);
    document.body.getBoundingClientRect();
    globalThis.frames.work.push(performance.now() - from);
  });
  const tick = (now) => {
    if (globalThis.frames.last) globalThis.frames.apart.push(now - globalThis.frames.last);
    globalThis.frames.last = now;
    ask(tick);
  };
  ask(tick);
}`;

/** Times are in milliseconds. */
export interface FrameTimes {
  readonly frames: number;
  /** The most drawings that one frame of the screen has seen. */
  readonly most: number;
  readonly median: number;
  readonly high: number; // 95 %
  readonly apart: number; // between frames, the median
}

type Timed = { frames: { work: number[]; apart: number[]; most: number } };

const quantile = (values: number[], share: number) =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

/** Of some rounds the one with the shortest median: other programs on the machine make the others longer. */
export async function frameTimes(page: Page, rounds: readonly (() => Promise<void>)[]): Promise<FrameTimes> {
  const times: FrameTimes[] = [];
  for (const round of rounds) {
    await page.evaluate(() => {
      const { frames } = globalThis as unknown as Timed;
      frames.work.length = frames.apart.length = frames.most = 0;
    });
    await round();
    const { work, apart, most } = await page.evaluate(() => (globalThis as unknown as Timed).frames);
    times.push({
      frames: work.length,
      most,
      median: quantile(work, 0.5),
      high: quantile(work, 0.95),
      apart: quantile(apart, 0.5),
    });
  }
  const best = times.reduce((a, b) => (b.median < a.median ? b : a));
  return { ...best, most: Math.max(...times.map(({ most }) => most)) };
}

/** As a line of a test's output. */
export const framesText = (what: string, { frames, median, high, apart }: FrameTimes): string =>
  `${what}: ${median.toFixed(1)} ms of work a frame (median; ${high.toFixed(1)} at 95 %, ${frames} frames), frames ${apart.toFixed(1)} ms apart`;
