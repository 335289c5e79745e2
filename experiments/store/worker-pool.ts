/**
 * Spreads units of work over worker threads: one method at one seed each, since a batch inside a unit is one engine's.
 *
 * Units are plain data and so are records, so it does not matter which worker runs which unit, or in what order.
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { requireCount } from '../../src/checks.js';
import { kernelBuild } from '../../src/lstm/kernel-build.js';
import { projectRoot } from '../../src/node/project-root.js';
import type { ExperimentFile, Run, Scale } from '../experiment.js';

/** One method of an experiment, by its id, at one seed. */
export interface Unit {
  readonly experiment: string;
  readonly scale: Scale;
  readonly method: string;
  readonly seed: number;
  /** Where the experiment is a reader's own: its file, by path and as it was, and the folder of checkpoints and findings. */
  readonly own?: ExperimentFile & { readonly path: string; readonly folder: string };
}

/** What a worker says. */
export type WorkerReport =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly record: Run }
  | { readonly kind: 'failed'; readonly message: string };

export interface PoolOptions {
  /** Worker threads; no more are started than there are units. */
  readonly jobs: number;
  /** Once aborted, no unit is handed out any more and those under way are given up. */
  readonly signal?: AbortSignal;
  /** Once aborted, no unit is handed out any more, and those under way are given up unless they are nearly done. */
  readonly leave?: AbortSignal;
  /** Called with each record as it comes; what it throws ends the pool. */
  readonly onRecord: (record: Run, unit: Unit) => void;
  /** Roughly how much work a unit is, in any measure; all are alike unless told. */
  readonly workOf?: (unit: Unit) => number;
  /** Called with how many units are done, parts of units included, and what share that is of all the work. */
  readonly onProgress?: (done: number, total: number, share: number) => void;
  /** The worker's file; the built `worker.js` unless told. */
  readonly worker?: URL;
}

/** A unit that failed, by its name. */
export class UnitFailure extends Error {
  override readonly name = 'UnitFailure';

  constructor(unit: Unit, message: string) {
    super(`${unitName(unit)} failed: ${message}`);
  }
}

export function unitName({ experiment, method, seed }: Unit): string {
  return `${experiment}, ${method}, seed ${seed}`;
}

/** A unit is nearly done if it is expected to end within this time, by the share that it has told. */
const NEARLY_DONE_MS = 10_000;
/** When leaving, no unit is waited for any longer: a batch system kills 30 s after its warning. */
const LONGEST_LEAVE_MS = 20_000;

/** Node runs JavaScript, so also a pool run from the sources starts the built worker. */
const WORKER = pathToFileURL(join(projectRoot, 'dist/experiments/store/worker.js'));

/**
 * Runs all units; 'interrupted' if a signal came first, at once if it was aborted before.
 *
 * @throws UnitFailure for the first unit that fails, or what `onRecord` threw; the workers are ended in any case.
 */
export async function runUnits(
  units: readonly Unit[],
  { jobs, signal, leave, onRecord, workOf = () => 1, onProgress, worker = WORKER }: PoolOptions,
): Promise<'done' | 'interrupted'> {
  requireCount('runUnits', 'jobs', jobs);
  if (signal?.aborted || leave?.aborted) return 'interrupted';
  const waiting = [...units];
  const shares = new Map<Unit, number>();
  const works = new Map(units.map((unit) => [unit, workOf(unit)]));
  const allWork = units.reduce((total, unit) => total + works.get(unit)!, 0);
  let finished = 0;
  let finishedWork = 0;
  const tell = () => {
    let [done, work] = [finished, finishedWork];
    for (const [unit, share] of shares) {
      done += share;
      work += share * works.get(unit)!;
    }
    onProgress?.(done, units.length, work / allWork);
  };
  const workers: Worker[] = [];
  const gaveUp = Symbol('interrupted');
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(gaveUp);
    signal?.addEventListener('abort', onAbort);
  });
  const onLeave = () => {
    waiting.length = 0;
  };
  leave?.addEventListener('abort', onLeave);
  // V8's flags, by which kernels are compiled, belong to the process: threads that set them at once would disturb each other. So the
  // choice is made here, and what is compiled here V8 gives to all.
  const env = { ...process.env, ORBIT_L2O_KERNELS: kernelBuild() };
  const work = async () => {
    const thread = new Worker(worker, { env });
    workers.push(thread);
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      const current = unit;
      const begun = performance.now();
      shares.set(current, 0);
      const running = runOn(thread, current, (share) => {
        shares.set(current, share);
        tell();
      });
      const record = await unlessLeft(running, leave, () => {
        const share = shares.get(current)!;
        return ((performance.now() - begun) * (1 - share)) / share;
      });
      if (record === undefined) return;
      onRecord(record, current);
      shares.delete(current);
      finished++;
      finishedWork += works.get(current)!;
      tell();
    }
  };
  try {
    const threads = Array.from({ length: Math.min(jobs, units.length) }, work);
    await Promise.race([Promise.all(threads), aborted]);
    return finished === units.length ? 'done' : 'interrupted';
  } catch (error) {
    if (error === gaveUp) return 'interrupted';
    throw error;
  } finally {
    waiting.length = 0;
    signal?.removeEventListener('abort', onAbort);
    leave?.removeEventListener('abort', onLeave);
    await Promise.all(workers.map((thread) => thread.terminate()));
  }
}

/** What is running, or undefined if it is given up: on `leave`, at once if it is not nearly done, else when patience ends. */
function unlessLeft<T>(
  running: Promise<T>,
  leave: AbortSignal | undefined,
  millisecondsLeft: () => number,
): Promise<T | undefined> {
  if (!leave) return running;
  let patience: NodeJS.Timeout | undefined;
  let onLeave = () => {};
  const givenUp = new Promise<undefined>((resolve) => {
    onLeave = () => {
      const isNear = millisecondsLeft() <= NEARLY_DONE_MS;
      patience = setTimeout(() => resolve(undefined), isNear ? LONGEST_LEAVE_MS : 0);
    };
    leave.addEventListener('abort', onLeave);
  });
  return Promise.race([running, givenUp]).finally(() => {
    leave.removeEventListener('abort', onLeave);
    clearTimeout(patience);
  });
}

/** Sends a unit to a worker and waits for its record. */
function runOn(thread: Worker, unit: Unit, onShare: (share: number) => void): Promise<Run> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new UnitFailure(unit, message));
    const onError = (error: unknown) => fail(error instanceof Error ? error.message : String(error));
    const onExit = (code: number) => fail(`its worker ended with exit code ${code}`);
    const onMessage = (report: WorkerReport) => {
      if (report.kind === 'progress') return onShare(report.share);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      if (report.kind === 'done') resolve(report.record);
      else fail(report.message);
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(unit);
  });
}
