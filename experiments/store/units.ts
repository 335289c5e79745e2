/**
 * The units of work of experiments, one method at one seed each, and how they are shared out among machines.
 *
 * A unit is a line of JSON, and says all that there is to say about it:
 *
 *     {"experiment":"figure-3","method":"vanilla","seed":1,"scale":{},"work":1.2e9}
 *
 * Shards are made from the whole list, not from what is left of it: every machine finds the same ones by itself.
 */

import { z } from 'zod';
import { refuse, requireCount } from '../../src/checks.js';
import type { Experiment, Scale } from '../experiment.js';
import { methodNamed } from '../methods.js';
import { experimentById } from '../registry.js';
import { scaled } from '../scaled.js';
import { work } from '../work.js';
import type { Unit } from './worker-pool.js';

/** Seed by seed, so that an interrupted reproduction has whole comparisons. */
export function unitsOf({ id, methods }: Experiment, seeds: number, scale: Scale, own?: Unit['own']): Unit[] {
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    methods.map(({ name }) => ({ experiment: id, scale, method: name, seed, ...(own && { own }) })),
  );
}

/** Roughly the multiply–adds of a unit of the registry's experiments. */
export function workOfUnits(): (unit: Unit) => number {
  const known = new Map<string, number>();
  return ({ experiment, scale, method }) => {
    const key = JSON.stringify([experiment, scale, method]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = work(scaled(experimentById(experiment), scale), method);
    known.set(key, found);
    return found;
  };
}

/**
 * Shard `index` of `count`, from 1 on. The largest unit goes first, each to the shard with least work so far: units of one
 * method are dealt out evenly, so shards are alike also where the measure of work is off for a whole experiment.
 *
 * @throws unless 1 ≤ index ≤ count.
 */
export function shardOf(
  units: readonly Unit[],
  workOf: (unit: Unit) => number,
  index: number,
  count: number,
): readonly Unit[] {
  requireCount('shardOf', 'count', count);
  requireCount('shardOf', 'index', index);
  if (index > count) refuse('shardOf', `index must be at most ${count}`, index);
  const weighed = units.map((unit, place) => ({ unit, place, size: workOf(unit) }));
  weighed.sort((a, b) => b.size - a.size || a.place - b.place);
  const loads = new Float64Array(count);
  return weighed.flatMap(({ unit, size }) => {
    let least = 0;
    for (let s = 1; s < count; s++) if (loads[s] < loads[least]) least = s;
    loads[least] += size;
    return least === index - 1 ? unit : [];
  });
}

const unitSchema = z.strictObject({
  experiment: z.string(),
  method: z.string(),
  seed: z.int().min(1),
  scale: z
    .strictObject({ trajectories: z.int().min(1), tasks: z.int().min(1), hidden: z.int().min(1) })
    .partial()
    .default({}),
  work: z.number().optional(),
});

/** A unit as a line. */
export function unitLine({ experiment, method, seed, scale }: Unit, itsWork: number): string {
  return JSON.stringify({ experiment, method, seed, scale, work: itsWork });
}

/** The unit of a line. @throws on one that is not a unit of an experiment there is. */
export function parseUnit(where: string, line: string): Unit {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    refuse(where, 'a unit must be JSON, as `units` prints it', line);
  }
  const parsed = unitSchema.safeParse(content);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    refuse(where, `a unit must be as \`units\` prints it (${[...path, message].join(': ')})`, line);
  }
  const { experiment, method, seed, scale } = parsed.data;
  methodNamed(where, experimentById(experiment), method);
  return { experiment, scale, method, seed };
}
