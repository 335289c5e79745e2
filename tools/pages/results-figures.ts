/** Draws the pictures of `results/figures` from the stored results, so that they can be drawn anew without any run. */

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { orbitPicture } from '../../experiments/plots/orbit-picture.js';
import { PICTURED, resultsCurves } from '../../experiments/plots/results-curves.js';
import { experimentById } from '../../experiments/registry.js';
import type { ExperimentResults } from '../../experiments/results/results.js';
import type { Figure } from '../../src/display/figure-style.js';
import { writeWhole } from '../../src/node/files.js';
import { renderPng } from '../png/render-png.js';

/** The picture at the top: the paper's schedule, trained on varied ellipses, on the fixed one that it has never seen. */
const ORBIT_OF = { id: 'figure-4', method: 'tel sched' } as const;

/** Every picture by its name. */
export function resultsFigures(experiments: readonly ExperimentResults[]): Map<string, Figure> {
  const made = new Map<string, Figure>();
  const found = (wanted: string) => experiments.find(({ id }) => id === wanted);
  const [ellipse, task] = [found(ORBIT_OF.id), experimentById(ORBIT_OF.id).plotted];
  const orbit = ellipse && task && orbitPicture(ellipse, ORBIT_OF.method, task);
  if (orbit) made.set('orbit', orbit);
  for (const id of PICTURED) {
    const one = found(id);
    if (one) made.set(id, resultsCurves(one));
  }
  return made;
}

/** Writes them as PNG, and removes pictures of other names. */
export async function writeResultsFigures(
  folder: string,
  experiments: readonly ExperimentResults[],
): Promise<void> {
  const figures = join(folder, 'figures');
  mkdirSync(figures, { recursive: true });
  const made = resultsFigures(experiments);
  for (const [name, figure] of made) writeWhole(join(figures, `${name}.png`), await renderPng(figure));
  for (const file of readdirSync(figures))
    if (!made.has(file.replace(/\.png$/, ''))) rmSync(join(figures, file));
}
