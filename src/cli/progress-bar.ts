/** Progress of a long command on stderr: a bar with the time left on a terminal, elsewhere a plain line now and then. */

import { Presets, SingleBar } from 'cli-progress';

export interface CommandProgress {
  /** Work done so far, parts of units included. */
  update(done: number): void;
  stop(): void;
}

/** Away from a terminal a line is printed at most this often. */
const LINE_INTERVAL_MS = 10_000;
/** The bar's resolution within a unit. */
const PARTS = 100;

/** @param units what is counted, such as 'runs'. */
export function commandProgress(units: string, total: number, already = 0): CommandProgress {
  return process.stderr.isTTY ? bar(units, total, already) : lines(units, total, already);
}

function bar(units: string, total: number, already: number): CommandProgress {
  const single = new SingleBar(
    {
      format: `{bar} {percentage}% | {finished}/${total} ${units} | time left {eta_formatted}`,
      stream: process.stderr,
      hideCursor: true,
      etaBuffer: 200,
    },
    Presets.shades_classic,
  );
  const payload = (done: number) => ({ finished: Math.floor(done + 1e-9) });
  single.start(total * PARTS, already * PARTS, payload(already));
  return {
    update: (done) => single.update(Math.round(done * PARTS), payload(done)),
    stop: () => single.stop(),
  };
}

function lines(units: string, total: number, already: number): CommandProgress {
  const started = performance.now();
  let told = started;
  return {
    update: (done) => {
      const now = performance.now();
      if (now - told < LINE_INTERVAL_MS || done <= already) return;
      told = now;
      const left = ((now - started) / 1000) * ((total - done) / (done - already));
      console.error(`${Math.floor(done)} of ${total} ${units}, about ${Math.ceil(left)} s left`);
    },
    stop: () => {},
  };
}
