/**
 * Draws many figures, some at a time: a figure takes a processor a third of a second, most of it plotly's in jsdom.
 *
 * A thread is sent all of its figures as they come, some ten kilobytes each, so that it has work also while whoever draws is busy.
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { requireCount } from '../../src/checks.js';
import { figureToJson } from '../../src/display/figure-json.js';
import type { Figure } from '../../src/display/figure-style.js';
import { projectRoot } from '../../src/node/project-root.js';

/** What a thread says of a figure, in the order in which it was sent them. */
export type Drawn = { readonly png: Uint8Array } | { readonly failure: string };

/** Node runs JavaScript, so also what is run from the sources starts the built thread. */
const THREAD = pathToFileURL(join(projectRoot, 'dist/tools/png/drawing-thread.js'));

/** The young objects of one figure; without a limit each thread takes some 50 MB for them. */
const RESOURCES = { maxYoungGenerationSizeMb: 16 };

interface Waiting {
  readonly resolve: (png: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

interface DrawingThread {
  readonly worker: Worker;
  /** Whoever waits for its figures, in their order. */
  readonly waiting: Waiting[];
  /** Why it draws no more. */
  ended?: Error;
}

/** Threads that draw; whoever makes them calls {@link DrawingThreads.close}. */
export class DrawingThreads {
  readonly #jobs: number;
  readonly #threads: DrawingThread[] = [];
  #sent = 0;

  /** @param jobs - how many there are at most. */
  constructor(jobs: number) {
    requireCount('DrawingThreads', 'jobs', jobs);
    this.#jobs = jobs;
  }

  /** The figure as a PNG file, as `renderPng` draws it. */
  draw(figure: Figure): Promise<Uint8Array> {
    const index = this.#sent++ % this.#jobs;
    this.#threads[index] ??= startThread();
    const { worker, waiting, ended } = this.#threads[index];
    if (ended) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(figureToJson(figure));
    });
  }

  /** Ends the threads; figures that are not drawn yet never are. */
  async close(): Promise<void> {
    for (const { worker } of this.#threads) worker.removeAllListeners();
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}

function startThread(): DrawingThread {
  const worker = new Worker(THREAD, { resourceLimits: RESOURCES });
  const waiting: Waiting[] = [];
  const thread: DrawingThread = { worker, waiting };
  const fail = (error: Error) => {
    thread.ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`a thread that draws ended with exit code ${code}`)));
  worker.on('message', (drawn: Drawn) => {
    const { resolve, reject } = waiting.shift()!;
    if ('png' in drawn) resolve(drawn.png);
    else reject(new Error(drawn.failure));
  });
  return thread;
}
