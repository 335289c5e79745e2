/** A repository of pages in a folder of its own: the committed notebooks, results, and one notebook with outputs of every kind. */

import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Claim } from '../../../experiments/claims/claim.js';
import { figureToJson } from '../../../src/display/figure-json.js';
import { figure } from '../../../src/display/figure-style.js';
import { formatTable, tableToHtml } from '../../../src/display/table-format.js';
import { projectRoot } from '../../../src/node/project-root.js';
import { type CellOutput, readNotebook, writeNotebook } from '../../../tools/notebooks/notebook-format.js';
import { KEY_FIGURES } from '../../../tools/pages/stored-results.js';
import { type Site, writeSite } from '../../../tools/pages/write-site.js';
import { renderPng } from '../../../tools/png/render-png.js';

export const CLAIMS: readonly Claim[] = [
  {
    id: 'C1',
    statement:
      'a < b, and what is much longer than that, so that it takes more than one line of any screen there is',
    verdict: 'reproduced',
    finding: 'In 99 % of cases.',
    details: ['one against two: +0.1', 'two against three: −0.2'],
    number: 0.99,
    interval: [0.98, 1],
    quantity: 'share of 400 random ellipses in which the whole step comes closer to Newton’s',
    notebook: 'tour, figure-3',
  },
  { id: 'C7', statement: 'c', verdict: 'not yet checked', finding: 'Too few seeds.', notebook: 'figure-7' },
  { id: 'Q1', statement: 'd?', verdict: 'not', finding: 'No.', notebook: 'orbit-l2o reproduce --figure 3' },
];

/** What the front page finds of results, and outputs of the tour; the site is made of them in `out`. */
export async function makeSite(): Promise<Site & { readonly root: string; readonly out: string }> {
  const root = mkdtempSync(join(tmpdir(), 'orbit-pages-'));
  const [run, out] = [join(root, 'run'), join(root, 'out')];
  cpSync(join(projectRoot, 'README.md'), join(root, 'README.md'));
  cpSync(join(projectRoot, 'notebooks'), join(root, 'notebooks'), { recursive: true });
  mkdirSync(join(root, 'results', 'figures'), { recursive: true });
  writeFileSync(join(root, 'results', 'claims.json'), JSON.stringify(CLAIMS));
  const drawn = figure([{ type: 'scatter', x: [1, 2, 3], y: [3, 1, 2] }], {
    title: { text: 'Three <b>points</b>' },
  });
  const png = await renderPng(drawn);
  for (const { name } of KEY_FIGURES) writeFileSync(join(root, 'results', 'figures', `${name}.png`), png);

  const tour = readNotebook(join(root, 'notebooks', 'tour.ipynb'));
  const wide = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`column ${i}`, i / 7]));
  const data = (bundle: Record<string, unknown>): CellOutput => ({
    output_type: 'display_data',
    data: bundle,
    metadata: 'image/png' in bundle ? { 'image/png': { width: 800, height: 500 } } : {},
  });
  const image = { 'image/png': Buffer.from(png).toString('base64'), 'text/plain': 'Figure' };
  const code = tour.cells.filter(({ cell_type }) => cell_type === 'code');
  code[0].outputs = [
    { output_type: 'stream', name: 'stdout', text: 'x'.repeat(500) },
    data({ 'text/html': tableToHtml(formatTable([wide])), 'text/plain': 'table' }),
    data({ 'text/latex': `$$${'x_1 + '.repeat(40)}x_2$$` }),
    data({ 'text/markdown': 'the **mean** of $x_{1,t}$' }),
  ];
  code[1].outputs = [data({ ...image, 'application/vnd.plotly.v1+json': JSON.parse(figureToJson(drawn)) })];
  code[2].outputs = [data(image)];
  mkdirSync(run);
  writeNotebook(join(run, 'tour.ipynb'), tour);
  return { ...(await writeSite({ root, run, out })), root, out };
}
