/**
 * Runs that go on in the next outer step (`../metaoptimizer/estimators/staggered-run.ts`) as JSON, which keeps every number to its last
 * bit. A number that is not finite, as a diverged iterate may have, becomes null and then NaN: nothing reads it again.
 */

import { z } from 'zod';
import type { MetaState } from '../metaoptimizer/estimators/meta-system.js';
import type { RunsUnderWay } from '../metaoptimizer/estimators/outer-run.js';

const numbers = z.array(z.number().nullable());
const reasons = [
  'iterate not finite',
  'loss not finite',
  'gradient not finite',
  'loss beyond ceiling',
] as const;

const stateSchema = z.object({
  rows: z.array(
    z.object({
      x: numbers,
      previousX: numbers,
      velocity: numbers,
      divergence: z.object({ step: z.int().min(0), reason: z.enum(reasons) }).optional(),
    }),
  ),
  memory: z.object({ h1: numbers, c1: numbers, h2: numbers, c2: numbers }),
  least: numbers.optional(),
});

/** By cohort; null where no run is under way. */
export const runsSchema = z.array(
  z.object({ windows: z.int().min(1), states: z.array(stateSchema).min(1) }).nullable(),
);

type Encoded = z.infer<typeof runsSchema>;

/** As plain data. */
export function encodeRuns(runs: RunsUnderWay): Encoded {
  const list = (values: ArrayLike<number>) => Array.from(values, (v) => (Number.isFinite(v) ? v : null));
  return runs.map(
    (run) =>
      run && {
        windows: run.windows,
        states: run.states.map(({ rows, memory: { h1, c1, h2, c2 }, least }) => ({
          rows: rows.map(({ x, previousX, velocity, divergence }) => ({
            x: list(x),
            previousX: list(previousX),
            velocity: list(velocity),
            ...(divergence && { divergence }),
          })),
          memory: { h1: list(h1), c1: list(c1), h2: list(h2), c2: list(c2) },
          ...(least && { least: list(least) }),
        })),
      },
  );
}

/** From plain data. */
export function decodeRuns(runs: Encoded): RunsUnderWay {
  const array = (values: readonly (number | null)[]) => Float64Array.from(values, (v) => v ?? Number.NaN);
  return runs.map(
    (run) =>
      run && {
        windows: run.windows,
        states: run.states.map(
          ({ rows, memory: { h1, c1, h2, c2 }, least }): MetaState => ({
            rows: rows.map(({ x, previousX, velocity, divergence }) => ({
              x: array(x),
              previousX: array(previousX),
              velocity: array(velocity),
              divergence,
            })),
            memory: { h1: array(h1), c1: array(c1), h2: array(h2), c2: array(c2) },
            ...(least && { least: array(least) }),
          }),
        ),
      },
  );
}
