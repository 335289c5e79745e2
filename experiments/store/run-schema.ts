/** What a stored run must have, so that statistics, figures and claims can rest on it. */

import { z } from 'zod';
import { firstFaults } from '../../src/parse-json.js';

/** Null from divergence on. */
const series = z.array(z.number().nullable());
const count = z.int().min(0);
const divergence = z.looseObject({ step: count, reason: z.string() });

const evaluation = z
  .looseObject({
    optimizer: z.string(),
    configuration: z.record(z.string(), z.unknown()),
    steps: z.int().min(1),
    losses: z.array(series).min(1),
    gradientNorms: z.array(series),
    evaluations: z.array(series),
    teleports: z.array(count),
    divergences: z.array(divergence.extend({ task: count })),
  })
  .refine(
    ({ steps, losses, gradientNorms, evaluations, teleports }) =>
      [losses, gradientNorms, evaluations].every(
        (ofTasks) => ofTasks.length === losses.length && ofTasks.every(({ length }) => length === steps + 1),
      ) && teleports.length === steps,
    'losses, gradientNorms and evaluations must have a number a task and step, teleports one a step',
  );

const candidate = z.looseObject({ learningRate: z.number(), score: z.number().nullable() });

const run = z.looseObject({
  experiment: z.string(),
  method: z.string(),
  seed: count,
  definition: z.looseObject({ kind: z.enum(['learned', 'baseline']), name: z.string() }),
  training: z
    .looseObject({
      options: z.record(z.string(), z.unknown()),
      losses: series,
      diverged: count,
      skippedWindows: count,
    })
    .optional(),
  search: z.looseObject({ candidates: z.array(candidate).min(1), chosen: candidate }).optional(),
  evaluation,
  harm: z.looseObject({ teleports: z.array(count), harmful: z.array(count), logFactors: series }).optional(), // where the experiment asks for it
  coefficients: z.looseObject({ stepSizes: z.array(series), momenta: z.array(series) }).optional(),
  provenance: z.object({
    version: z.string(),
    node: z.string(),
    platform: z.string(),
    backend: z.enum(['wasm-simd', 'wasm-relaxed-simd']),
    tensors: z.array(z.string()).optional(),
  }),
});

const hasItsMaking = ({ definition, training, search }: z.infer<typeof run>) =>
  definition.kind === 'baseline' ? search !== undefined : training !== undefined;
const MAKING = 'a learned method must have its training, a baseline its search';

const teleport = z.looseObject({ step: count, from: z.array(z.number()), to: z.array(z.number()) });

const inThePlane = run.extend({
  asPublished: z.looseObject({ losses: series, gradientNorms: series }).optional(), // where the experiment asks for it
  plotted: z.looseObject({
    iterates: z.array(series),
    losses: series,
    gradientNorms: series,
    teleports: z.array(teleport),
    divergence: divergence.optional(),
  }),
});

const schemas = {
  network: run.refine(hasItsMaking, MAKING),
  plane: inThePlane.refine(hasItsMaking, MAKING),
};

/** What is wrong with a run of an experiment of that configuration; undefined if nothing is. */
export function runFault(
  configuration: Readonly<Record<string, unknown>>,
  content: unknown,
): string | undefined {
  const schema = 'plottedStart' in configuration ? schemas.plane : schemas.network;
  const { error } = schema.safeParse(content);
  return error && firstFaults(error);
}
