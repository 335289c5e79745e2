/**
 * Which teleports do harm: those that end farther from the optimum than they began (by more than rounding). Where the optimum is an orbit,
 * the distance is that to its nearest point, at either end.
 */

import { median } from 'simple-statistics';
import { fromOptimum } from '../src/metaoptimizer/distance-term.js';
import { norm } from '../src/numerics/vector.js';
import type { Trajectory } from '../src/optimizers/trajectory.js';
import type { Task } from '../src/seams.js';
import type { Run, TeleportHarm } from './experiment.js';

/** A larger distance by less than this share is rounding. */
const ROUNDING = 1e-9;

/** The teleports of each trajectory. @throws where an optimum is not known. */
export function teleportHarm(tasks: readonly Task[], trajectories: readonly Trajectory[]): TeleportHarm {
  const factors = trajectories.map(({ teleports }, i) => {
    const distance = (x: Float64Array) => norm(fromOptimum(tasks[i].optimizee, x));
    return teleports.map(({ from, to }) => distance(to) / distance(from));
  });
  return {
    teleports: factors.map((ofTask) => ofTask.length),
    harmful: factors.map((ofTask) => ofTask.filter((factor) => !(factor <= 1 + ROUNDING)).length),
    logFactors: factors.map((ofTask) => {
      const mean = ofTask.reduce((sum, factor) => sum + Math.log10(factor), 0) / ofTask.length;
      return Number.isFinite(mean) ? mean : null;
    }),
  };
}

/** The share of a run's teleports that do harm, mean over the test tasks that teleported; null where none did, or it was not measured. */
export function harmfulShare({ harm }: Pick<Run, 'harm'>): number | null {
  const shares = (harm?.teleports ?? []).flatMap((count, i) => (count > 0 ? [harm!.harmful[i] / count] : []));
  return shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null;
}

/** The median over test tasks of a run's log-factors of the distance; null where there is none. */
export function medianLogFactor({ harm }: Pick<Run, 'harm'>): number | null {
  const factors = (harm?.logFactors ?? []).filter((factor) => factor !== null);
  return factors.length > 0 ? median(factors) : null;
}
