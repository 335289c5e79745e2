/** A checkpoint continues bit for bit, is a true safetensors file, and one that is not whole is refused. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../src/lstm/safetensors.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../../../src/metaoptimizer/description.js';
import { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { teleportOnScheduleThetaGradient } from '../../../src/metaoptimizer/methods.js';
import {
  checkpointOf,
  loadCheckpoint,
  resumeTraining,
  saveCheckpoint,
} from '../../../src/node/checkpoint.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../../src/node/checkpoint-bytes.js';
import { familyNamed } from '../../../src/optimizees/families.js';
import { Stream } from '../../../src/random/stream.js';

const description = describe({ ...teleportOnScheduleThetaGradient, hidden: 8 });
const family = familyNamed('ellipse-varied');
const stream = () => Stream.fromSeed(7).split('a/b %').split('training');
const PROVENANCE = { version: 'test' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function trained(steps: number, options = {}): MetaTraining {
  const training = new MetaTraining(description, family, stream(), { trajectories: 20, ...options });
  while (training.done < steps) training.step();
  return training;
}

function checkpoint(training = trained(10)): Checkpoint {
  return checkpointOf(training, family, stream(), PROVENANCE);
}

test('10 steps, saved and loaded, and 10 more steps are 20 steps, bit for bit', () => {
  const path = join(folder, 'half.safetensors');
  saveCheckpoint(path, checkpoint());
  const { training, stream: found } = resumeTraining(loadCheckpoint(path), family);
  while (training.done < 20) training.step();
  const resumed = encodeCheckpoint(checkpointOf(training, family, found, PROVENANCE));
  const uninterrupted = encodeCheckpoint(checkpoint(trained(20)));
  expect(Buffer.from(resumed).equals(uninterrupted)).toBe(true);
  expect(Buffer.from(resumed).equals(encodeCheckpoint(checkpoint(trained(19))))).toBe(false);
});

test.each([
  { estimator: { by: 'persistent-evolution', pairs: 2 }, adamEvery: 'window' },
  { estimator: { by: 'noise-reuse-evolution', sigma: 0.1 }, adamEvery: 'run' },
  { estimator: 'full-backpropagation', outerLoss: 'mean' },
] as const)('a training with %j continues bit for bit too', (options) => {
  const half = encodeCheckpoint(checkpoint(trained(4, options)));
  const { training, stream: found } = resumeTraining(decodeCheckpoint('test', half), family);
  while (training.done < 8) training.step();
  const resumed = encodeCheckpoint(checkpointOf(training, family, found, PROVENANCE));
  expect(Buffer.from(resumed).equals(encodeCheckpoint(checkpoint(trained(8, options))))).toBe(true);
});

test('what is loaded is what was saved, options with an infinite safeguard included', () => {
  for (const options of [{}, { safeguardFactor: 100, adam: { clipNorm: 1 } }]) {
    const saved = checkpoint(trained(3, options));
    expect(decodeCheckpoint('test', encodeCheckpoint(saved))).toEqual(saved);
  }
});

test('the file is laid out as the format says', () => {
  const { parameters } = trained(10).state();
  const bytes = Buffer.from(encodeCheckpoint(checkpoint()));
  const headerLength = Number(bytes.readBigUInt64LE(0));
  expect((8 + headerLength) % 8).toBe(0);
  const header = JSON.parse(bytes.subarray(8, 8 + headerLength).toString('utf8'));
  expect(header.__metadata__.format).toBe('orbit-l2o checkpoint');
  for (const value of Object.values(header.__metadata__)) expect(typeof value).toBe('string');
  const { dtype, shape, data_offsets: offsets } = header['lstm2.weight_hh'];
  expect({ dtype, shape }).toEqual({ dtype: 'F32', shape: [32, 8] });
  const data = bytes.subarray(8 + headerLength + offsets[0], 8 + headerLength + offsets[1]);
  const floats = Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
  expect(floats).toEqual(Array.from(parameters['lstm2.weight_hh']));
  const ends = Object.entries<{ data_offsets?: number[] }>(header).map(
    ([, entry]) => entry.data_offsets?.[1] ?? 0,
  );
  expect(8 + headerLength + Math.max(...ends)).toBe(bytes.length);
});

test('a file cut short anywhere is refused, and so is one with a byte too many', () => {
  const bytes = encodeCheckpoint(checkpoint());
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
      expect(() => decodeCheckpoint('test', bytes.subarray(0, length))).toThrow(RangeError);
    }),
  );
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  expect(() => decodeCheckpoint('test', longer)).toThrow(/the file must end at byte/);
});

test('a changed byte among the tensors is found by the digest', () => {
  const bytes = encodeCheckpoint(checkpoint());
  bytes[bytes.length - 4] ^= 1;
  expect(() => decodeCheckpoint('test', bytes)).toThrow(/damaged/);
});

test('wrong shapes, missing tensors, other formats and versions are named', () => {
  const { metadata, tensors } = decodeSafetensors('test', encodeCheckpoint(checkpoint()));
  const changed = (change: {
    metadata?: Record<string, string>;
    edit?: (t: Map<string, { shape: readonly number[]; data: Float32Array }>) => void;
  }) => {
    const copy = new Map(tensors);
    change.edit?.(copy);
    return encodeSafetensors({ metadata: { ...metadata, ...change.metadata }, tensors: copy });
  };
  const bias = tensors.get('head.bias')!;
  const cases: [Parameters<typeof changed>[0], RegExp][] = [
    [{ edit: (t) => t.delete('head.bias') }, /head\.bias must be there/],
    [
      { edit: (t) => t.delete('adam.second_moment.lstm1.bias_ih') },
      /adam\.second_moment\.lstm1\.bias_ih must be there/,
    ],
    [
      { edit: (t) => t.set('head.bias', { shape: [1, 3], data: bias.data }) },
      /head\.bias must have the shape \[3\], got '\[1, 3\]'/,
    ],
    [{ edit: (t) => t.set('extra', bias) }, /there must be 30 tensors, got 31/],
    [
      { edit: (t) => t.set('head.bias', { shape: [3], data: Float32Array.of(0, Number.NaN, 0) }) },
      /must be finite/,
    ],
    [{ metadata: { format: 'pt' } }, /the format must be 'orbit-l2o checkpoint', got 'pt'/],
    [{ metadata: { version: '1' } }, /version must be 2, got '1: it is of another version of this library/],
    [{ metadata: { done: '-1' } }, /describe a training/],
    [{ metadata: { done: '{' } }, /done in the header must be JSON, got its end at character 2$/],
    [{ metadata: { stream: '"here"' } }, /must begin with a seed/],
    [{ metadata: { description: '{"name":"x","hidden":0}' } }, /hidden must be a whole number/],
    [{ metadata: { options: '{"steps":21,"speed":1}' } }, /speed/],
  ];
  for (const [change, message] of cases) {
    expect(() => decodeCheckpoint('loadCheckpoint', changed(change)), String(message)).toThrow(message);
  }
});

test('a changed field of the header is found by the digest', () => {
  const { metadata, tensors } = decodeSafetensors('test', encodeCheckpoint(checkpoint()));
  const fields = {
    done: '11',
    family: metadata.family.replace('ellipse-varied', 'mixed'),
    stream: metadata.stream.replace('7/', '8/'),
    adamSteps: '3',
    provenance: '{}',
    extra: '1',
  };
  for (const [name, text] of Object.entries(fields)) {
    expect(metadata[name]).not.toBe(text);
    const edited = encodeSafetensors({ metadata: { ...metadata, [name]: text }, tensors });
    expect(() => decodeCheckpoint('x', edited), name).toThrow(/^x: header and tensors must have the digest/);
  }
});

test('a header that cannot be is refused by the name of its file', () => {
  const whole = checkpoint();
  const load = (change: Partial<Checkpoint>) => () =>
    decodeCheckpoint('x', encodeCheckpoint({ ...whole, ...change }));
  const teleporting = (teleport: MetaOptimizerDescription['teleport']) =>
    load({ description: { ...description, teleport } });
  expect(teleporting([1, 21])).toThrow(
    /^x: the header must describe a training, got 'schedule: a run of 21 steps teleports at steps 0 to 20, got 21'/,
  );
  expect(teleporting({ every: 0 })).toThrow(/^x: .*describe: every must be a whole number/);
  const options = { ...whole.options, window: 21 };
  expect(load({ options })).toThrow(/^x: .*lossWeights: a window must end within the 21 steps/);
  const slower = { ...whole.options, adam: { learningRate: -1 } };
  expect(load({ options: slower })).toThrow(/^x: .*metaTrain: adam\.learningRate must not be negative/);
});

test('no more is done than there is to do', () => {
  const message = 'done must be at most the 20 trajectories of the training, got 1000';
  expect(() => encodeCheckpoint({ ...checkpoint(), done: 1000 })).toThrow(`encodeCheckpoint: ${message}`);
  const { metadata, tensors } = decodeSafetensors('test', encodeCheckpoint(checkpoint()));
  const edited = encodeSafetensors({ metadata: { ...metadata, done: '1000' }, tensors });
  expect(() => decodeCheckpoint('x', edited)).toThrow(`x: ${message}`);
  expect(() => resumeTraining(checkpoint(), family, { trajectories: 9 })).toThrow(
    'resumeTraining: done must be at most the 9 trajectories of the training, got 10',
  );
});

test('a file that is no checkpoint at all, or not there, is refused by name', () => {
  const path = join(folder, 'text');
  writeFileSync(path, 'not a checkpoint, but long enough to hold a length');
  expect(() => loadCheckpoint(path)).toThrow(/loadCheckpoint: .*text: the header must fit into the file/);
  expect(() => loadCheckpoint(join(folder, 'nothing'))).toThrow(/path must be a file that can be read/);
});

test('another family is refused on resuming', () => {
  expect(() => resumeTraining(checkpoint(), familyNamed('mixed'))).toThrow(
    /the family must be ellipse-varied/,
  );
});

test('saving leaves nothing beside the file, and replaces an earlier one whole', () => {
  const path = join(folder, 'a.safetensors');
  saveCheckpoint(path, checkpoint(trained(1)));
  saveCheckpoint(path, checkpoint(trained(2)));
  expect(readdirSync(folder)).toEqual(['a.safetensors']);
  expect(loadCheckpoint(path).done).toBe(2);
  expect(readFileSync(path).equals(encodeCheckpoint(checkpoint(trained(2))))).toBe(true);
});

test('sizes that no training has are refused before memory is taken, and the bound is said', () => {
  const { metadata, tensors } = decodeSafetensors('test', encodeCheckpoint(checkpoint()));
  const edited = (change: Record<string, string>) =>
    encodeSafetensors({ metadata: { ...metadata, ...change }, tensors });
  const options = JSON.parse(metadata.options);
  const size = (change: object) => ({ options: JSON.stringify({ ...options, ...change }) });
  const ofFamily = (change: object) => ({
    family: JSON.stringify({ ...JSON.parse(metadata.family), ...change }),
  });
  const cases: [Record<string, string>, RegExp][] = [
    [size({ trajectories: 1e308 }), /trajectories must be at most 1000000, got 1e\+308/],
    [size({ steps: 1e6 }), /steps must be at most 100000, got 1000000/],
    [size({ batch: 1e9 }), /batch must be at most 100000/],
    [ofFamily({ dimension: 1e308 }), /family\.dimension: /],
    [ofFamily({ algebraDimension: 1e15 }), /family\.algebraDimension: /],
    [{ description: '{"name":"x","hidden":1e9}' }, /hidden must be at most 10000/],
    [{ adamSteps: '1000000' }, /adamSteps must be at most the 210 steps of what is done, got 1000000/],
  ];
  for (const [change, message] of cases) {
    expect(() => decodeCheckpoint('x', edited(change)), String(message)).toThrow(message);
    expect(() => decodeCheckpoint('x', edited(change))).toThrow(/^x: [^\n]*$/);
  }
});

test('a checkpoint whose sizes are not those of its family is not resumed', () => {
  const other = checkpoint();
  for (const size of ['dimension', 'algebraDimension'] as const) {
    const lying = { ...other, family: { ...other.family, [size]: 7 } };
    expect(() => resumeTraining(lying, family)).toThrow(
      `resumeTraining: the checkpoint's ${size} must be the family's ${family[size]}, got 7`,
    );
  }
});

test('what cannot be loaded is not written: the earlier file stays', () => {
  const path = join(folder, 'good.safetensors');
  saveCheckpoint(path, checkpoint(trained(1)));
  const before = readFileSync(path);
  const broken = checkpoint(trained(2));
  broken.state.parameters['head.bias'][0] = Number.POSITIVE_INFINITY;
  expect(() => saveCheckpoint(path, broken)).toThrow(
    `saveCheckpoint: ${path}: head.bias must be finite, got Infinity`,
  );
  const negative = checkpoint(trained(2));
  negative.state.secondMoment['head.bias'][0] = -1;
  expect(() => saveCheckpoint(path, negative)).toThrow(
    /adam\.second_moment\.head\.bias must not be negative/,
  );
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['good.safetensors']);
});
