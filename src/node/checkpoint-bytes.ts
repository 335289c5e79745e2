/**
 * A checkpoint as bytes: one safetensors file, weights and Adam's moments as tensors, everything else as text in the header.
 *
 *     lstm1.weight_ih, …, head.bias        the weights, under PyTorch's names
 *     adam.first_moment.NAME, adam.second_moment.NAME
 *
 * Of a staggered training the header has the runs under way as well (`runs-under-way.ts`).
 */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BadInput, refuse, requireObject, requireOptions, requireSize } from '../checks.js';
import type { LstmParameters, LstmState } from '../lstm/engine.js';
import { parameterNames, parameterShapes } from '../lstm/lstm-parameters.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../lstm/safetensors.js';
import { describe } from '../metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../metaoptimizer/description.js';
import { engineShape } from '../metaoptimizer/engine-shape.js';
import type { RunsUnderWay } from '../metaoptimizer/estimators/outer-run.js';
import {
  type CompleteMetaTrainOptions,
  completeMetaTrainOptions,
  type MetaTrainOptions,
} from '../metaoptimizer/meta-train-options.js';
import { lossWeights } from '../metaoptimizer/window.js';
import { firstFaults, parseJson } from '../parse-json.js';
import { Stream } from '../random/stream.js';
import type { TaskFamily } from '../seams.js';
import { schedule } from '../symmetry/schedule.js';
import { decodeRuns, encodeRuns, runsSchema } from './runs-under-way.js';

/** A meta-optimizer with all that is needed to use it, to go on training it, and to know where it is from. */
export interface Checkpoint {
  readonly description: MetaOptimizerDescription;
  readonly state: LstmState;
  readonly options: CompleteMetaTrainOptions;
  readonly family: Pick<TaskFamily, 'name' | 'dimension' | 'algebraDimension' | 'configuration'>;
  /** The path of the training's random stream, which begins with the seed. */
  readonly stream: string;
  /** Outer steps of training done. */
  readonly done: number;
  /** Runs that go on in the next outer step, where starts are staggered. */
  readonly underWay?: RunsUnderWay;
  /** Under what it came about, such as versions; plain data. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

const FORMAT = 'orbit-l2o checkpoint';
/** 2: the digest is of header and tensors; in 1 it was of the tensors alone. */
const FORMAT_VERSION = '2';

/** What is laid out for a family is taken by its header's word alone. */
const LARGEST_DIMENSION = 1_000_000;

const headerSchema = z.object({
  description: z.record(z.string(), z.unknown()),
  options: z.record(z.string(), z.unknown()),
  family: z.object({
    name: z.string(),
    dimension: z.int().min(1).max(LARGEST_DIMENSION),
    algebraDimension: z.int().min(0).max(LARGEST_DIMENSION),
    configuration: z.record(z.string(), z.unknown()),
  }),
  stream: z.string(),
  done: z.int().min(0),
  adamSteps: z.int().min(0),
  underWay: runsSchema.optional(),
  provenance: z.record(z.string(), z.unknown()),
});

/** A checkpoint as the bytes of a file; the same checkpoint gives the same bytes. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const parts = ['description', 'state', 'options', 'family', 'stream', 'done', 'provenance'] as const;
  requireOptions('encodeCheckpoint', checkpoint, [...parts, 'underWay'], 'checkpoint');
  for (const part of ['state', 'options', 'family'] as const) {
    requireObject('encodeCheckpoint', part, checkpoint[part]);
  }
  const { description, state, options, family, stream, done, underWay, provenance } = checkpoint;
  requireDone('encodeCheckpoint', done, options);
  const shapes = shapesOf('encodeCheckpoint', description, family);
  const tensors = new Map<string, Tensor>();
  for (const [prefix, part] of partsOf(state)) {
    for (const name of parameterNames) tensors.set(prefix + name, { shape: shapes[name], data: part[name] });
  }
  const header = {
    description,
    options: withoutInfinity(options),
    family,
    stream,
    done,
    adamSteps: state.steps,
    ...(underWay && { underWay: encodeRuns(underWay) }),
    provenance,
  };
  const metadata = {
    format: FORMAT,
    version: FORMAT_VERSION,
    ...Object.fromEntries(Object.entries(header).map(([name, value]) => [name, JSON.stringify(value)])),
  };
  return encodeSafetensors({ metadata: { ...metadata, sha256: digest(metadata, tensors) }, tensors });
}

/** A checkpoint from the bytes of a file. @throws as `loadCheckpoint`. */
export function decodeCheckpoint(where: string, bytes: Uint8Array): Checkpoint {
  const { metadata, tensors } = decodeSafetensors(where, bytes);
  if (metadata.format !== FORMAT) refuse(where, `the format must be '${FORMAT}'`, metadata.format);
  if (metadata.version !== FORMAT_VERSION) {
    refuse(
      where,
      `the format's version must be ${FORMAT_VERSION}`,
      `${metadata.version}: it is of another version of this library, and has to be trained anew`,
    );
  }
  const { adamSteps, underWay, ...header } = parseHeader(where, metadata);
  const description = rebuilt(where, () => describe(header.description as { name: string }));
  const options = rebuilt(where, () => completeMetaTrainOptions(header.options as MetaTrainOptions));
  const shapes = rebuilt(where, () => shapesOf(where, description, header.family));
  rebuilt(where, () => Stream.fromPath(header.stream));
  rebuilt(where, () => schedule(description.teleport, options.steps));
  rebuilt(where, () => lossWeights(options.steps, options.window, options.weights));
  requireDone(where, header.done, options);
  if (adamSteps > header.done * options.steps) {
    refuse(
      where,
      `adamSteps must be at most the ${header.done * options.steps} steps of what is done`,
      adamSteps,
    );
  }
  const take = (prefix: string) =>
    Object.fromEntries(
      parameterNames.map((name) => [name, tensorOf(where, tensors, prefix + name, shapes[name])]),
    ) as unknown as LstmParameters;
  const state: LstmState = {
    parameters: take(''),
    firstMoment: take(FIRST_MOMENT),
    secondMoment: take(SECOND_MOMENT),
    steps: adamSteps,
  };
  const known = 3 * parameterNames.length;
  for (const name of parameterNames) {
    const negative = state.secondMoment[name].find((value) => value < 0);
    if (negative !== undefined) refuse(where, `${SECOND_MOMENT}${name} must not be negative`, negative);
  }
  if (tensors.size !== known) refuse(where, `there must be ${known} tensors`, tensors.size);
  const { sha256, ...digested } = metadata;
  const found = digest(digested, tensors);
  if (found !== sha256) {
    refuse(where, `header and tensors must have the digest ${sha256}`, `${found}: the file is damaged`);
  }
  return { ...header, description, options, state, ...(underWay && { underWay: decodeRuns(underWay) }) };
}

const FIRST_MOMENT = 'adam.first_moment.';
const SECOND_MOMENT = 'adam.second_moment.';

function partsOf(state: LstmState): [prefix: string, part: LstmParameters][] {
  return [
    ['', state.parameters],
    [FIRST_MOMENT, state.firstMoment],
    [SECOND_MOMENT, state.secondMoment],
  ];
}

function shapesOf(
  where: string,
  description: MetaOptimizerDescription,
  { dimension, algebraDimension }: Checkpoint['family'],
): ReturnType<typeof parameterShapes> {
  requireSize(where, 'dimension', dimension, LARGEST_DIMENSION);
  requireSize(where, 'algebraDimension', algebraDimension, LARGEST_DIMENSION, 0);
  return parameterShapes(engineShape(description, dimension, algebraDimension, 1, 1));
}

/** JSON has no ∞, the one number of the options that may be (no safeguard): it is left out, and the default again. */
function withoutInfinity(options: CompleteMetaTrainOptions): MetaTrainOptions {
  const finite = Object.entries(options).filter(([, value]) => value !== Number.POSITIVE_INFINITY);
  return Object.fromEntries(finite);
}

/** No more is done than the training has. */
export function requireDone(
  where: string,
  done: number,
  { trajectories }: Pick<CompleteMetaTrainOptions, 'trajectories'>,
): void {
  if (done > trajectories) {
    refuse(where, `done must be at most the ${trajectories} trajectories of the training`, done);
  }
}

function parseHeader(where: string, metadata: Readonly<Record<string, string>>) {
  const needed = Object.keys(headerSchema.shape).filter(
    (name) => name !== 'underWay' || Object.hasOwn(metadata, name),
  );
  const texts = needed.map((name) => {
    if (!Object.hasOwn(metadata, name)) refuse(where, `${name} must be in the header`, 'nothing');
    return [name, parseJson(where, `${name} in the header`, metadata[name])];
  });
  const header = headerSchema.safeParse(Object.fromEntries(texts));
  if (!header.success) refuse(where, 'the header must describe a training', firstFaults(header.error));
  return header.data;
}

function tensorOf(
  where: string,
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  shape: readonly number[],
): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined) refuse(where, `${name} must be there`, 'no such tensor');
  if (tensor.shape.join() !== shape.join()) {
    refuse(where, `${name} must have the shape [${shape.join(', ')}]`, `[${tensor.shape.join(', ')}]`);
  }
  const bad = tensor.data.find((value) => !Number.isFinite(value));
  if (bad !== undefined) refuse(where, `${name} must be finite`, bad);
  return tensor.data;
}

/** Rebuilds a part of the header by the function that checks it. */
function rebuilt<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return refuse(where, 'the header must describe a training', error.message);
  }
}

/** Of all there is: the header's texts and the tensors, each by name. */
function digest(metadata: Readonly<Record<string, string>>, tensors: ReadonlyMap<string, Tensor>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(metadata).sort()) hash.update(`${JSON.stringify([name, metadata[name]])}\n`);
  for (const name of [...tensors.keys()].sort()) {
    const { data } = tensors.get(name)!;
    hash.update(`${name}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
