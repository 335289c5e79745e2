/**
 * Whether contestants compute the same thing: from one problem's weights, on its tasks, the losses of the first outer steps are equal to
 * rounding. Adam steps at every window's end, so that they tell of gradients, Adam and teleports too.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestants } from './contestants.js';
import { recordProblem, writeProblem } from './problem.js';
import { plainWorkload, shortened, WORKLOADS } from './workloads.js';

/** The largest relative difference that counts as rounding: 84 units in the last place of float32, over all steps and windows. */
export const TOLERANCE = 1e-5;

/** The largest of the relative differences; infinite where a loss is missing or no number. */
export function difference(theirs: readonly number[], ours: readonly number[]): number {
  if (theirs.length !== ours.length) return Number.POSITIVE_INFINITY;
  const each = ours.map((loss, k) => Math.abs(theirs[k] - loss) / Math.abs(loss));
  return each.every(Number.isFinite) ? Math.max(...each) : Number.POSITIVE_INFINITY;
}

/** Compares all contestants on all workloads: a line for each of them. @throws where one computes something else. */
export async function requireAgreement({ nodes, peers }: Contestants): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-l2o-bench-'));
  const others = [...nodes.slice(1), ...peers.flatMap(({ contestant }) => contestant ?? [])];
  const worst = others.map(() => 0);
  try {
    for (const workload of WORKLOADS.map(shortened)) {
      const plain = plainWorkload(workload);
      const problem = recordProblem(workload);
      const file = join(folder, plain.id);
      writeProblem(file, problem);
      for (const [k, contestant] of others.entries()) {
        const apart = difference(await contestant.losses(plain, file), problem.losses);
        if (!(apart <= TOLERANCE)) {
          throw new Error(
            `bench: losses of ${contestant.name} on ${plain.id} must be ours to ${TOLERANCE}, got ${apart.toPrecision(2)} apart`,
          );
        }
        worst[k] = Math.max(worst[k], apart);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const shown = (apart: number) => (apart === 0 ? 'bit for bit' : `${apart.toExponential(0)} apart at most`);
  return others.map(({ name }, k) => `${name}: same losses, ${shown(worst[k])}`);
}
