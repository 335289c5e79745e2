/** What a file in `results/` must hold. It is checked when it is read: notebooks and pages rely on it. */

import { z } from 'zod';
import { refuse } from '../../src/checks.js';
import { firstFaults, parseJson } from '../../src/parse-json.js';

const number = z.number().nullable();
const count = z.int().min(0);
const series = z.array(number).min(1);
const digest = z.string().regex(/^[\da-f]{16}$/);

const bands = z.strictObject({ lower: series, median: series, upper: series, count: z.array(count).min(1) });

const run = z.strictObject({
  seed: count,
  digest,
  lastLosses: z.array(number).length(5),
  diverged: z.strictObject({ test: count, training: count }),
});

const method = z.looseObject({
  name: z.string(),
  kind: z.enum(['learned', 'baseline']),
  losses: bands,
  gradientNorms: bands,
  evaluations: series,
  runs: z.array(run).min(1),
});

const pairs = z.array(z.looseObject({ a: z.string(), b: z.string(), outcome: z.string() }));

const gain = z.looseObject({
  name: z.string(),
  gain: z.strictObject({ value: number, interval: z.tuple([z.number(), z.number()]).nullable() }),
  outcome: z.enum(['helps', 'harms', 'open', 'too few seeds']),
});

/** Of results/experiments/ID.json. */
export const experimentSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  figure: z.string().optional(),
  family: z.string(),
  configuration: digest,
  seeds: z.array(count).min(1),
  methods: z.array(method).min(1),
  statistics: z.looseObject({ atTheEnd: pairs, budget: number, atTheBudget: pairs }),
  measured: z.record(z.string(), z.number()).optional(),
  gains: z.array(gain).optional(),
});

/** Of results/claims.json. */
export const claimsSchema = z.array(
  z.looseObject({
    id: z.string(),
    statement: z.string(),
    verdict: z.enum(['reproduced', 'partly', 'not', 'not yet checked']),
    finding: z.string(),
    number: z.number().optional(),
    interval: z.tuple([z.number(), z.number()]).optional(),
    notebook: z.string(),
  }),
);

/** Of results/provenance.json. */
export const provenanceSchema = z.strictObject({
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  backend: z.enum(['wasm-simd', 'wasm-relaxed-simd']),
  processor: z.string(),
  code: z.string().regex(/^[\da-f]{16}(,[\da-f]{16})*$/),
  seeds: z.array(count).min(1),
  runs: count,
});

/** The content of a file. @throws on one that is no JSON, or holds something else: the first fault in one line. */
export function parseResults<T>(path: string, text: string, schema: z.ZodType): T {
  const content = parseJson('readResults', path, text);
  const { error } = schema.safeParse(content);
  if (error) refuse('readResults', `${path} must hold results`, firstFaults(error));
  return content as T;
}
