import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { methodNamed } from '../../experiments/methods.js';
import { figure7Update } from '../../experiments/network-figures.js';
import { trainableFamilies, trainableNamed, trainableOf } from '../../experiments/trainable.js';
import { familyNames } from '../../src/optimizees/families.js';
import { Stream } from '../../src/random/stream.js';
import { idx } from '../support/idx-file.js';

const folder = mkdtempSync(join(tmpdir(), 'orbit-trainable-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Twelve images of 2 × 2 pixels, the first pixel of the first one given. */
function dataSet(name: string, firstPixel: number) {
  const [images, labels] = [join(folder, `${name}-images`), join(folder, `${name}-labels`)];
  const pixels = Uint8Array.from({ length: 48 }, (_, i) => (i === 0 ? firstPixel : i));
  writeFileSync(images, idx(8, [12, 2, 2], pixels));
  writeFileSync(
    labels,
    idx(
      8,
      [12],
      Uint8Array.from({ length: 12 }, (_, i) => i % 10),
    ),
  );
  return { images, labels };
}

test('every family is found by its name, and again by what a checkpoint keeps of it', () => {
  const names = trainableFamilies.map(({ name }) => name);
  expect(names).toEqual([...familyNames, 'mlp-regression', 'spirals', 'blobs', 'moons']);
  for (const known of trainableFamilies) {
    expect(trainableNamed(known.name)).toBe(known);
    const kept = JSON.parse(JSON.stringify(known.family));
    expect(trainableOf(kept)).toBe(known);
    expect(() => trainableOf({ ...kept, algebraDimension: 99 })).toThrow(
      /must have dimension \d+ and algebraDimension/,
    );
    expect(known.family.sample(Stream.fromSeed(1)).start).toHaveLength(known.family.dimension);
    expect(known.methods.length).toBeGreaterThanOrEqual(4);
  }
});

test('a method is trained as in the experiment that it is from', () => {
  const regression = trainableNamed('mlp-regression');
  expect(methodNamed('train', regression, 'LSTM(update, tele)').training).toEqual({
    ...figure7Update.training,
    trajectories: 700,
  });
  expect(methodNamed('train', regression, 'LSTM(lr)').training).toMatchObject({
    trajectories: 30,
    steps: 300,
  });
  expect(methodNamed('train', trainableNamed('mixed'), 'vanilla').training).toEqual({});
  expect(() => methodNamed('train', regression, 'vanilla')).toThrow(
    "train: method must be one of LSTM(lr), LSTM(lr, tele), LSTM(lr, momentum), LSTM(lr, tele, momentum), LSTM(update), LSTM(update, tele), got 'vanilla'",
  );
});

test('data of one’s own is a family that is known by the content of its files', () => {
  const [files, other] = [dataSet('a', 1), dataSet('b', 2)];
  const { family } = trainableNamed('idx', files);
  expect(family.configuration).toMatchObject({ examples: 12, sizes: [4, 16, 10] });
  expect(family.configuration.data).toMatch(/^a-images [\da-f]{16}$/);
  expect(trainableOf(family, files).family.configuration).toEqual(family.configuration);
  expect(() => trainableOf(family, other)).toThrow(/^trainableOf: .* or images and labels those of it, got /);
  expect(() => trainableOf(family)).toThrow(/^trainableOf: the family must be known/);
});

test('files and the family idx go together', () => {
  const message = /^trainableNamed: images and labels go with the family idx, and it with them/;
  expect(() => trainableNamed('moons', dataSet('a', 1))).toThrow(message);
  expect(() => trainableNamed('idx')).toThrow(message);
  expect(() => trainableNamed('square')).toThrow(/family must be one of .*moons, idx, got 'square'/);
});
