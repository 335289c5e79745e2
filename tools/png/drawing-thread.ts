/** The entry of a thread of `drawing-threads.ts`: draws the figures that it is sent, one after the other. */

import { parentPort } from 'node:worker_threads';
import type { Figure } from '../../src/display/figure-style.js';
import type { Drawn } from './drawing-threads.js';
import { renderPng } from './render-png.js';

async function draw(json: string): Promise<Drawn> {
  try {
    return { png: await renderPng(JSON.parse(json) as Figure) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (json: string) => {
  last = last.then(async () => parentPort?.postMessage(await draw(json)));
});
