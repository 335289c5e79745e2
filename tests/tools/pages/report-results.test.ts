/** Which results a report is made of. The pictures are blank here: what is in them is looked at in `report.test.ts`. */

import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { experimentById } from '../../../experiments/registry.js';
import { reproduce } from '../../../experiments/store/reproduce.js';
import { writeReport } from '../../../tools/pages/write-report.js';

vi.mock('../../../tools/png/render-png.js', () => ({ renderPng: async () => new Uint8Array(1) }));

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-report-'));
  const scale = { trajectories: 5, tasks: 5, hidden: 8 };
  await reproduce({ experiments: [experimentById('figure-5')], seeds: 2, jobs: 2, folder, scale });
});
afterAll(() => rmSync(folder, { recursive: true }));

const makeClaims = async () => [];

test('seeds beyond those asked for are left out, though the file be unfinished for them', async () => {
  const other = mkdtempSync(join(tmpdir(), 'orbit-report-'));
  cpSync(join(folder, 'runs'), join(other, 'runs'), { recursive: true });
  const path = join(other, 'runs', 'figure-5.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  const ofSeed = (seed: number) => lines.filter((line) => line.includes(`"seed":${seed},`));
  const statistics = async (lines: string[]) => {
    writeFileSync(path, `${lines.join('\n')}\n`);
    await writeReport(other, { makeClaims, seeds: new Map([['figure-5', 1]]) });
    return readFileSync(join(other, 'statistics', 'figure-5.json'), 'utf8');
  };
  const alone = await statistics([lines[0], ...ofSeed(1)]);
  expect(JSON.parse(alone).atTheEnd[0].seeds).toBe(1);
  expect(await statistics([lines[0], ...ofSeed(1).reverse(), ...ofSeed(2).slice(0, 3)])).toBe(alone);
  expect(await statistics(lines.slice(0, -1))).toBe(alone); // a finished file of two seeds
  rmSync(other, { recursive: true });
});

test('network experiments have their loss by wall-clock where all times are known', async () => {
  const other = mkdtempSync(join(tmpdir(), 'orbit-report-'));
  const experiment = experimentById('figure-7-classifier');
  const scale = { trajectories: 1, tasks: 2, hidden: 4 };
  await reproduce({ experiments: [experiment], seeds: 1, jobs: 1, folder: other, scale });
  const picture = join(other, 'figures', 'figure-7-classifier-loss-against-time.png');
  const timings = join(other, 'timings.jsonl');
  const lines = readFileSync(timings, 'utf8').trim().split('\n');
  writeFileSync(timings, `${lines.slice(1).join('\n')}\n{"experiment":\n`);
  await writeReport(other, { makeClaims });
  expect(existsSync(picture)).toBe(false);
  appendFileSync(timings, `${lines[0]}\n`);
  const page = await writeReport(other, { makeClaims });
  expect(existsSync(picture)).toBe(true);
  expect(readFileSync(page!, 'utf8')).toContain('figures/figure-7-classifier-loss-against-time.png');
  rmSync(other, { recursive: true });
}, 30_000);
