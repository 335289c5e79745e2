/** The entry of a thread of `draw-figures.ts`: draws the figures that it is sent, one after the other. */

import { parentPort } from 'node:worker_threads';
import type { Figure } from '../../src/display/figure-style.js';
import type { Drawn } from './draw-figures.js';
import { renderPng } from './render-png.js';

async function draw(figure: Figure): Promise<void> {
  try {
    tell({ png: await renderPng(figure) });
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) });
  }
}

function tell(drawn: Drawn): void {
  parentPort?.postMessage(drawn);
}

parentPort?.on('message', (json: string) => draw(JSON.parse(json) as Figure));
