/** Which stored results a notebook may show in place of its own. */

import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configuration } from '../../../experiments/configuration.js';
import { experimentById } from '../../../experiments/registry.js';
import { scaled } from '../../../experiments/scaled.js';
import { codeDigest } from '../../../experiments/store/code-digest.js';
import { reproducedRuns } from '../../../experiments/store/finished-runs.js';
import { runsPath } from '../../../experiments/store/reproduce.js';
import { RunStore } from '../../../experiments/store/run-store.js';
import { provenance } from '../../../src/evaluation/provenance.js';
import { runRecord } from '../../support/run-records.js';

const experiment = experimentById('figure-7-update');
const { id } = experiment;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-finished-'));
  mkdirSync(join(folder, 'runs'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function store(more: object = {}): RunStore {
  const header = {
    experiment: id,
    version: provenance().version,
    code: codeDigest(),
    configuration: configuration(experiment),
    ...more,
  };
  const made = new RunStore(runsPath(folder, id), header);
  for (const seed of [1, 2]) made.append({ ...runRecord('a', seed), experiment: id });
  return made;
}

test('finished runs of this code and configuration are found', () => {
  store().finish(['a']);
  expect(reproducedRuns(id, folder)?.map(({ seed }) => seed)).toEqual([1, 2]);
});

test('where there are none, none are found', () => {
  expect(reproducedRuns(id, folder)).toBeUndefined();
  expect(() => reproducedRuns('figure-9', folder)).toThrow(/id must be one of/);
});

test.each([
  ['a quick look', { configuration: configuration(scaled(experiment, { tasks: 1 })) }],
  ['other code', { code: '0123456789abcdef' }],
])('%s does not count', (_, header) => {
  store(header).finish(['a']);
  expect(reproducedRuns(id, folder)).toBeUndefined();
});

test('neither do runs that are not finished; a damaged file is an error', () => {
  store();
  expect(reproducedRuns(id, folder)).toBeUndefined();
  appendFileSync(runsPath(folder, id), '{}\n{}\n');
  expect(() => reproducedRuns(id, folder)).toThrow(/line 4/);
});
