/** Progress of a long command on stderr: a bar with the time left on a terminal, elsewhere a plain line now and then. */

import { Presets, SingleBar } from 'cli-progress';

export interface CommandProgress {
  /** Units done so far, parts included; and the share of this command's work, where units differ in that. */
  update(done: number, share?: number): void;
  stop(): void;
}

/** Away from a terminal a line is printed at most this often. */
const LINE_INTERVAL_MS = 10_000;
/** The bar's resolution within a unit. */
const PARTS = 100;

/** @param units what is counted, such as 'runs'. */
export function commandProgress(units: string, total: number, already = 0): CommandProgress {
  const started = performance.now();
  const show = process.stderr.isTTY ? bar(units, total, already) : lines(units, total);
  return {
    update: (done, share = (done - already) / (total - already)) => {
      const seconds = (performance.now() - started) / 1000;
      show.update(done, share > 0 ? duration((seconds * (1 - share)) / share) : '…');
    },
    stop: show.stop,
  };
}

/** A bar that begins with the first report of the work, and ends with it. */
export async function withProgress<T>(
  units: string,
  work: (report: (done: number, total: number, share?: number) => void) => Promise<T>,
): Promise<T> {
  let progress: CommandProgress | undefined;
  try {
    return await work((done, total, share) => {
      progress ??= commandProgress(units, total, Math.floor(done));
      progress.update(done, share);
    });
  } finally {
    progress?.stop();
  }
}

interface Display {
  update(done: number, timeLeft: string): void;
  stop(): void;
}

function bar(units: string, total: number, already: number): Display {
  const single = new SingleBar(
    {
      format: `{bar} {percentage}% | {finished}/${total} ${units} | time left {left}`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const payload = (done: number, left: string) => ({ finished: Math.floor(done + 1e-9), left });
  single.start(total * PARTS, already * PARTS, payload(already, '…'));
  return {
    update: (done, left) => single.update(Math.round(done * PARTS), payload(done, left)),
    stop: () => single.stop(),
  };
}

function lines(units: string, total: number): Display {
  let told = performance.now();
  return {
    update: (done, left) => {
      const now = performance.now();
      if (now - told < LINE_INTERVAL_MS) return;
      told = now;
      console.error(`${Math.floor(done)} of ${total} ${units}, about ${left} left`);
    },
    stop: () => {},
  };
}

/** Seconds for people: 45 s, 3 min, 1 h 20 min. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
