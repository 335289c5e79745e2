/** Results on disk: whatever is cut off, damaged or does not fit in, nothing good is lost. */

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  headerLine,
  parseRunFile,
  type RunFileHeader,
  runLine,
} from '../../../experiments/store/run-file.js';
import { RunStore, readRuns, runsOfSeeds } from '../../../experiments/store/run-store.js';
import { WriteFailure, writeWhole } from '../../../src/node/files.js';
import { evaluationOf, runRecord } from '../../support/run-records.js';

const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));

/** A disk that is full after `room` more bytes: like a real one it first writes less than it is given. It need not be waited for. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeSync = (file: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
    if (disk.room === 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const written = fs.writeSync(file, bytes, offset, Math.min(length, disk.room), position);
    disk.room -= written;
    return written;
  };
  return { ...fs, writeSync, fsyncSync: () => {} };
});

const HEADER: RunFileHeader = {
  experiment: 'made-up',
  version: '0.1.0',
  code: 'abc',
  configuration: { tasks: 3, training: { trajectories: 5 } },
};
const METHODS = ['vanilla', 'tel sched'];

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-store-'));
  path = join(folder, 'made-up.jsonl');
  disk.room = Number.POSITIVE_INFINITY;
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (method: string, seed: number) =>
  runRecord(method, seed, { losses: [seed, null, 0.1], text: 'µ "quoted"' });
const all = () => METHODS.flatMap((method) => [1, 2, 10].map((seed) => record(method, seed)));

function filled(runs = all(), finish = true): string {
  const store = new RunStore(path, HEADER);
  for (const run of runs) store.append(run);
  if (finish) store.finish(METHODS);
  return readFileSync(path, 'utf8');
}

describe('a finished file', () => {
  test('is the same bytes in whatever order, and at whatever pace, the runs came', () => {
    const expected = filled();
    rmSync(path);
    expect(filled(all().reverse())).toBe(expected);
    expect(expected.split('\n').length).toBe(1 + 6 + 1 + 1);
  });

  test('holds the runs in order of method and seed, without their timing', () => {
    filled(all().reverse());
    const { runs, header } = readRuns(path);
    expect(header).toEqual({ ...HEADER });
    expect(runs.map(({ method, seed }) => [method, seed])).toEqual(
      all().map(({ method, seed }) => [method, seed]),
    );
    const { timing: _, ...first } = record('vanilla', 1);
    expect(runs[0]).toMatchObject(first);
    expect(runs[0]).not.toHaveProperty('timing');
  });

  test('takes more runs, and is finished anew', () => {
    filled(all().filter(({ seed }) => seed < 10));
    const store = new RunStore(path, HEADER);
    expect(store.size).toBe(4);
    for (const run of all().filter(({ seed }) => seed === 10)) store.append(run);
    expect(() => readRuns(path)).toThrow(/must have its end line, got '6 runs/);
    expect(store.finish(METHODS)).toBe(true);
    const grown = readFileSync(path, 'utf8');
    rmSync(path);
    expect(grown).toBe(filled());
  });

  test('has every method at every seed: else it stays as it is, without an end line', () => {
    const before = filled(all().slice(0, 5), false);
    const store = new RunStore(path, HEADER);
    expect(store.finish(METHODS)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(() => readRuns(path)).toThrow(/must have its end line, got '5 runs/);
  });

  test('or an unfinished one gives the runs of the first seeds, if they are all there', () => {
    const { runs } = parseRunFile('test', path, filled(all().slice(0, 5).reverse(), false));
    const found = runsOfSeeds(runs, METHODS, 2)!;
    expect(found.map(({ method, seed }) => `${method} ${seed}`)).toEqual([
      'vanilla 1',
      'vanilla 2',
      'tel sched 1',
      'tel sched 2',
    ]);
    expect(runsOfSeeds(runs, METHODS, 3)).toBeUndefined();
    expect(runsOfSeeds(runs.slice(1), METHODS, 2)).toBeUndefined();
  });

  test('is asked for by a path that is there', () => {
    const message = `readRuns: path must be a file that can be read, got '${path} (ENOENT`;
    expect(() => readRuns(path)).toThrow(message);
  });

  test('is left alone if there is nothing to add', () => {
    const before = filled();
    new RunStore(path, HEADER).finish(METHODS);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

describe('a file that a kill has torn', () => {
  test('loses, at whatever byte it was torn, the last run alone; resumed it ends up the same', () => {
    const expected = filled();
    rmSync(path);
    const growing = filled(all().slice(0, 3), false);
    const bytes = Buffer.from(growing);
    const start = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
    for (let length = start; length < bytes.length; length++) {
      writeFileSync(path, bytes);
      truncateSync(path, length);
      const store = new RunStore(path, HEADER);
      expect(store.size).toBe(2);
      if (length > start) expect(store.message).toMatch(/the last line is torn .* is dropped/);
      else expect(store.message).toBeUndefined();
      for (const run of all().slice(2)) store.append(run);
      store.finish(METHODS);
      expect(readFileSync(path, 'utf8')).toBe(expected);
    }
  });

  test('is not taken for results', () => {
    const bytes = filled();
    for (const length of [
      bytes.length - 1,
      bytes.lastIndexOf('\n', bytes.length - 2) + 1,
      bytes.indexOf('\n') + 1,
    ]) {
      writeFileSync(path, bytes);
      truncateSync(path, length);
      expect(() => readRuns(path), String(length)).toThrow(/must have its end line/);
    }
  });
});

describe('a file that is damaged or made otherwise', () => {
  const cases: [string, (text: string) => string, RegExp][] = [
    [
      'a line of which the middle is missing',
      (t) => t.replace('"losses":[1', '"losses":['),
      /line 2 .* must have the checksum/,
    ],
    ['a line cut short, and more after it', (t) => t.replace(/.{30}\n/, '\n'), /line 1 .* must be whole/],
    [
      'a changed number',
      (t) => t.replace('"seed":2', '"seed":3'),
      /line 3 .* must have the checksum .* damaged/,
    ],
    [
      'a run that is there twice',
      (t) => t.replace(/^(.*"seed":1,.*\n)/m, '$1$1'),
      /must hold each run once, got 'vanilla, seed 1 again at line 3'/,
    ],
    [
      'a run too few for its end line',
      (t) => t.replace(/^.*"seed":2,.*\n/m, ''),
      /must hold 6 runs, got '5 of them'/,
    ],
    ['something after its end line', (t) => `${t}x`, /nothing may follow the end line/],
    ['no header', (t) => t.slice(t.indexOf('\n') + 1), /must be of the format 'orbit-l2o runs'/],
    ['nothing in it', () => '', /must begin with a header line/],
    ['other JSON lines in it', () => '{"a":1}\n', /line 1 .* must be whole/],
  ];
  test.each(cases)('%s', (_, damage, message) => {
    const damaged = damage(filled());
    writeFileSync(path, damaged);
    expect(() => new RunStore(path, HEADER)).toThrow(message);
    expect(() => readRuns(path)).toThrow(RangeError);
    expect(readFileSync(path, 'utf8')).toBe(damaged);
  });

  test.each([
    [
      { configuration: { tasks: 4, training: { trajectories: 5 } } },
      /the same configuration, got 'another tasks: 3, not 4; choose another folder/,
    ],
    [{ version: '0.2.0' }, /runs of version 0\.2\.0, got '0\.1\.0/],
    [{ code: 'def' }, /runs of code \(digest\) def, got 'abc/],
    [{ experiment: 'other' }, /runs of experiment other, got 'made-up/],
  ])('other results than %j wants', (header, message) => {
    const before = filled();
    expect(() => new RunStore(path, { ...HEADER, ...header })).toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('another version of the format, or another format, is named', () => {
    const sealed = (text: string) =>
      `${text.slice(0, -1)},"checksum":"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"}\n`;
    const header = { format: 'orbit-l2o runs', formatVersion: 1, ...HEADER };
    expect(parseRunFile('test', 'x', sealed(JSON.stringify(header))).header).toEqual(HEADER);
    const parse = (change: object) => () =>
      parseRunFile('test', 'x', sealed(JSON.stringify({ ...header, ...change })));
    expect(parse({ formatVersion: 2 })).toThrow('test: x must be of format version 1, got 2');
    expect(parse({ format: 'other' })).toThrow(/x must be of the format 'orbit-l2o runs', got 'other'/);
    expect(parse({ configuration: 3 })).toThrow(/x must begin with a header line/);
  });

  const noEvaluation = { evaluation: undefined };
  const ragged = { evaluation: evaluationOf('vanilla', [[1]]) };
  test.each<[object, RegExp]>([
    [noEvaluation, /^test: line 2 of x must be a run, got 'evaluation: .*expected object/],
    [{ definition: undefined }, /got 'definition: /],
    [{ training: undefined }, /a learned method must have its training/],
    [{ definition: { kind: 'baseline', name: 'GD' } }, /a baseline its search/],
    [
      { evaluation: { ...evaluationOf('vanilla', [[1, 2]]), losses: [['1', 2]] } },
      /got 'evaluation\.losses\[0\]\[0\]: /,
    ],
    [ragged, /losses, gradientNorms and evaluations must have a number a task and step/],
  ])('a whole line that is no run of a method: %j', (change, message) => {
    const line = runLine({ ...record('vanilla', 1), ...change });
    expect(() => parseRunFile('test', 'x', headerLine(HEADER) + line)).toThrow(message);
  });

  test('a run in the plane has a plotted trajectory too', () => {
    const header = headerLine({ ...HEADER, configuration: { plottedStart: [1, 2] } });
    const run = record('vanilla', 1);
    expect(() => parseRunFile('test', 'x', header + runLine(run))).toThrow(/got 'plotted: /);
    const torn = runLine({ ...run, asPublished: { losses: [1] } as never });
    expect(() => parseRunFile('test', 'x', header + torn)).toThrow(
      /got 'asPublished.gradientNorms: .*; plotted: /,
    );
    const curve = { losses: [1, null], gradientNorms: [1, null] };
    const plotted = {
      ...curve,
      iterates: [
        [1, 2],
        [null, null],
      ],
      teleports: [],
    };
    const whole = runLine({ ...run, ...{ asPublished: curve, plotted } });
    expect(parseRunFile('test', 'x', header + whole).runs).toHaveLength(1);
  });

  test('a run that is kept already, or of another experiment, is refused', () => {
    const store = new RunStore(path, HEADER);
    store.append(record('vanilla', 1));
    expect(() => store.append(record('vanilla', 1))).toThrow(/each run is kept once/);
    expect(() => store.append(runRecord('vanilla', 2, { experiment: 'other' }))).toThrow(
      /the run must be of made-up/,
    );
  });
});

describe('a full disk', () => {
  test('leaves what was there, at whatever byte it is full, and goes on once there is room', () => {
    const expected = filled();
    for (const room of [0, 1, 50, 200]) {
      rmSync(path);
      const before = filled(all().slice(0, 2), false);
      const store = new RunStore(path, HEADER);
      disk.room = room;
      expect(() => store.append(all()[2])).toThrow(WriteFailure);
      expect(() => store.append(all()[2])).toThrow(/made-up\.jsonl could not be written: the disk is full/);
      expect(() => store.finish(METHODS.slice(0, 1))).toThrow(/the disk is full/);
      disk.room = Number.POSITIVE_INFINITY;
      expect(readFileSync(path, 'utf8')).toBe(before);
      expect(readdirSync(folder)).toEqual(['made-up.jsonl']);
      for (const run of all().slice(2)) store.append(run);
      store.finish(METHODS);
      expect(readFileSync(path, 'utf8')).toBe(expected);
    }
  });

  test('keeps the earlier content of a file that is written whole, and makes none that was not there', () => {
    writeWhole(path, 'good');
    disk.room = 3;
    expect(() => writeWhole(path, 'better')).toThrow(/what it held before is kept/);
    expect(() => writeWhole(join(folder, 'new'), 'new')).toThrow(WriteFailure);
    disk.room = Number.POSITIVE_INFINITY;
    expect(readFileSync(path, 'utf8')).toBe('good');
    expect(existsSync(join(folder, 'new'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['made-up.jsonl']);
  });
});
