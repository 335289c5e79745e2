/** The report on results: its files are there, point at each other, and are the same for the same results. */

import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Claim, verdictInWords } from '../../../experiments/claims/claim.js';
import { configuration } from '../../../experiments/configuration.js';
import { figure5 } from '../../../experiments/figures.js';
import { experimentById } from '../../../experiments/registry.js';
import { scaled } from '../../../experiments/scaled.js';
import { reproduce } from '../../../experiments/store/reproduce.js';
import { claimsMarkdown, numberWithInterval } from '../../../tools/pages/claims-text.js';
import { reportPage } from '../../../tools/pages/report-page.js';
import { writeReport } from '../../../tools/pages/write-report.js';

const CLAIM: Claim = {
  id: 'C9',
  statement: 'a < b | c & more',
  verdict: 'not yet checked',
  number: -1 / 3,
  interval: [-0.5, 12345.6789],
  finding: 'seen\nin two lines',
  notebook: 'figure-3',
};

const SCALE = { trajectories: 5, tasks: 5, hidden: 8 };

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orbit-report-'));
  await reproduce({ experiments: [experimentById('figure-5')], seeds: 2, jobs: 2, folder, scale: SCALE });
});
afterAll(() => rmSync(folder, { recursive: true }));

const makeClaims = async () => [CLAIM];

test('a report has its figures, comparisons, claims and a page that finds them; again it is the same bytes', async () => {
  const page = await writeReport(folder, { makeClaims });
  expect(page).toBe(join(folder, 'index.html'));
  const html = readFileSync(page!, 'utf8');
  const links = [...html.matchAll(/(?:href|src)="([^"#]+)"/g)]
    .map(([, link]) => link)
    .filter((link) => !link.startsWith('data:'));
  expect(links.length).toBeGreaterThan(12);
  for (const link of links) expect(existsSync(join(folder, link)), link).toBe(true);
  expect(html).toContain('a &lt; b | c &amp; more');
  // The configuration is not the experiment's own: fewer trajectories and tasks, a smaller LSTM.
  expect(html).toContain('(methods[0].description.hidden: 8, not 100). Nothing is judged by it.');
  // What became of each method, with the step sizes searched; what the published evaluation would have shown.
  for (const { name } of figure5.methods) expect(html).toContain(`<td style="text-align: left">${name}</td>`);
  expect(html).toMatch(/<td[^>]*>[\d.e-]+( \(end of the grid\))? of 11/);
  expect(html).toMatch(/<p>Loss after 12 steps as published, .* lowest of the corrected medians: /);

  const figures = readdirSync(join(folder, 'figures'));
  const names = figures.filter((name) => name.endsWith('.png'));
  expect(names).toHaveLength(7);
  for (const name of names) {
    const png = readFileSync(join(folder, 'figures', name));
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const live = readFileSync(join(folder, 'figures', name.replace('.png', '.js')), 'utf8');
    const [, own, json] = /^orbitFigures\["(.*)"\] = (.*);\n$/.exec(live)!;
    expect(`${own}.png`).toBe(name);
    expect(JSON.parse(json).data.length).toBeGreaterThan(0);
    expect(html).toContain(`data-figure="${own}" data-data="figures/${own}.js"`);
  }
  expect(readdirSync(join(folder, 'assets')).sort()).toEqual(['page.css', 'page.js', 'plotly.js']);

  const { atTheEnd, atTheBudget, budget } = JSON.parse(
    readFileSync(join(folder, 'statistics', 'figure-5.json'), 'utf8'),
  );
  expect(atTheEnd).toHaveLength((7 * 6) / 2);
  expect(atTheBudget).toHaveLength((7 * 6) / 2);
  expect(budget).toBeGreaterThan(0);
  expect(JSON.parse(readFileSync(join(folder, 'claims.json'), 'utf8'))).toEqual([CLAIM]);

  const copy = join(folder, 'copy');
  cpSync(join(folder, 'runs'), join(copy, 'runs'), { recursive: true });
  const asked: unknown[] = [];
  await writeReport(copy, {
    makeClaims: async (results) => {
      asked.push(results('figure-3'), results('figure-5')!.configuration, results('figure-5')!.runs.length);
      return [CLAIM];
    },
  });
  const quick = configuration(scaled(figure5, SCALE));
  expect(asked).toEqual([undefined, JSON.parse(JSON.stringify(quick)), 14]);
  const written = (readdirSync(copy, { recursive: true }) as string[]).filter((name) => name.includes('.'));
  expect(written.length).toBe(4 + 1 + 2 * 7 + 3);
  for (const name of written) {
    expect(readFileSync(join(copy, name)).equals(readFileSync(join(folder, name))), name).toBe(true);
  }
});

test('unfinished results are left out with a message, and damaged ones are an error', async () => {
  const other = mkdtempSync(join(tmpdir(), 'orbit-report-'));
  cpSync(join(folder, 'runs'), join(other, 'runs'), { recursive: true });
  const path = join(other, 'runs', 'figure-5.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${lines.slice(0, 3).join('\n')}\n`);
  const messages: string[] = [];
  await writeReport(other, { makeClaims, onMessage: (message) => messages.push(message) });
  expect(messages).toEqual([expect.stringMatching(/figure-5\.jsonl is left out: it is not finished/)]);
  expect(readFileSync(join(other, 'index.html'), 'utf8')).not.toContain('figure-5');
  appendFileSync(path, '{}\n');
  await expect(writeReport(other, { makeClaims })).rejects.toThrow(/line 4 .* must be whole/);
  rmSync(other, { recursive: true });
});

test('interrupted, a report says so and leaves the page alone', async () => {
  const before = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(await writeReport(folder, { signal: AbortSignal.abort(), makeClaims })).toBeUndefined();
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe(before);
});

test('a verdict says whose claim it is of', () => {
  const of = (id: string, verdict: Claim['verdict']) => verdictInWords({ id, verdict });
  expect([of('C7', 'not'), of('Q3', 'not'), of('E1', 'not')]).toEqual(['not reproduced', 'no', 'no']);
  expect([of('C7', 'reproduced'), of('C7 mended', 'reproduced'), of('Q1', 'partly')]).toEqual([
    'reproduced',
    'yes',
    'partly',
  ]);
  const asked = { ...CLAIM, id: 'C7 mended', verdict: 'not' } as const;
  const row = claimsMarkdown([asked])
    .split('\n')
    .find((line) => line.startsWith('| C7\u00a0mended |'));
  expect(row).toMatch(/^\| C7\u00a0mended \| this project asks \|.*\| \*\*no\*\* \|/);
  expect(reportPage([CLAIM, asked], [])).toContain(
    '<li>the paper claims: <ul><li>1 <b class="verdict not-yet-checked">not yet checked</b></li></ul></li>' +
      '<li>this project asks: <ul><li>1 <b class="verdict not">no</b></li></ul></li>',
  );
});

test('claims as Markdown stay one row each, and list what is behind them', () => {
  expect(numberWithInterval(CLAIM)).toBe('−0.333 [−0.5, 12300]');
  expect(numberWithInterval({ ...CLAIM, number: undefined })).toBe('–');
  expect(numberWithInterval({ ...CLAIM, quantity: 'share, 5 seeds' })).toBe(
    '−0.333 [−0.5, 12300]: share, 5 seeds',
  );
  expect(claimsMarkdown([{ ...CLAIM, details: ['one | x', 'two'] }])).toContain(
    '| seen in two lines<br>• one \\| x<br>• two |',
  );
  const page = reportPage([{ ...CLAIM, details: ['a < b', 'c'] }], []);
  expect(page).toContain(
    'in two lines</p><details><summary>2 comparisons</summary><ul><li>a &lt; b</li><li>c</li></ul></details>',
  );
  const rows = claimsMarkdown([CLAIM])
    .split('\n')
    .filter((line) => line.startsWith('| C9'));
  expect(rows).toEqual([
    '| C9 | the paper claims | a < b \\| c & more | −0.333 [−0.5, 12300] | **not yet checked** | seen in two lines | notebooks/figure-3.ipynb |',
  ]);
});
