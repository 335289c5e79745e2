/**
 * Draws many figures, some at a time: a figure takes a processor a third of a second, most of it plotly's in jsdom.
 *
 * Figures are taken from where they come from as threads have room for them, so that no more of them are kept than are drawn.
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { requireCount } from '../../src/checks.js';
import { figureToJson } from '../../src/display/figure-json.js';
import type { Figure } from '../../src/display/figure-style.js';
import { projectRoot } from '../../src/node/project-root.js';

/** What a thread says of a figure. */
export type Drawn = { readonly png: Uint8Array } | { readonly failure: string };

export interface DrawingOptions<F> {
  /** Threads. */
  readonly jobs: number;
  /** Once aborted, no figure is begun any more. */
  readonly signal?: AbortSignal;
  /** Takes each picture as it comes, in any order; what it throws ends the drawing. */
  readonly onPng: (figure: F, png: Uint8Array) => void;
}

/** Node runs JavaScript, so also what is run from the sources starts the built thread. */
const THREAD = pathToFileURL(join(projectRoot, 'dist/tools/png/drawing-thread.js'));

/** Draws all of them; 'interrupted' if the signal came first. @throws on a figure that cannot be drawn. */
export async function drawFigures<F extends { readonly figure: Figure }>(
  figures: AsyncIterable<F>,
  { jobs, signal, onPng }: DrawingOptions<F>,
): Promise<'done' | 'interrupted'> {
  requireCount('drawFigures', 'jobs', jobs);
  const source = figures[Symbol.asyncIterator]();
  const threads: Worker[] = [];
  const work = async () => {
    let thread: Worker | undefined;
    while (!signal?.aborted) {
      const { done, value } = await source.next();
      if (done || signal?.aborted) return;
      if (thread === undefined) threads.push((thread = new Worker(THREAD)));
      onPng(value, await drawnBy(thread, value.figure));
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
    return signal?.aborted ? 'interrupted' : 'done';
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function drawnBy(thread: Worker, figure: Figure): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const settle = () => thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const onExit = (code: number) => onError(new Error(`drawFigures: a thread ended with exit code ${code}`));
    const onMessage = (drawn: Drawn) => {
      settle();
      if ('png' in drawn) resolve(drawn.png);
      else reject(new Error(drawn.failure));
    };
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(figureToJson(figure));
  });
}
