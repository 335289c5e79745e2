/**
 * Runs that go on in the next outer step (`../metaoptimizer/estimators/staggered-run.ts`) as JSON, which keeps every number to its last
 * bit. A number that is not finite, as a diverged iterate may have, becomes null and then NaN: nothing reads it again.
 */

import { z } from 'zod';
import { nullable } from '../evaluation/evaluate.js';
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
  return runs.map(
    (run) =>
      run && {
        windows: run.windows,
        states: run.states.map(({ rows, memory: { h1, c1, h2, c2 }, least }) => ({
          rows: rows.map(({ x, previousX, velocity, divergence }) => ({
            x: nullable(x),
            previousX: nullable(previousX),
            velocity: nullable(velocity),
            ...(divergence && { divergence }),
          })),
          memory: { h1: nullable(h1), c1: nullable(c1), h2: nullable(h2), c2: nullable(c2) },
          ...(least && { least: nullable(least) }),
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
