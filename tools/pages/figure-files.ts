/**
 * Figures as files: NAME.png, and NAME.html, in which the figure can be zoomed and read. All HTML files of a folder
 * share one copy of plotly beside them and need no network.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { NamedFigure } from '../../experiments/plots/experiment-figures.js';
import { figureToJson } from '../../src/display/figure-json.js';
import { escapeHtml } from '../../src/display/table-format.js';
import { writeWhole } from '../../src/node/files.js';
import { renderPng } from '../png/render-png.js';

const require = createRequire(import.meta.url);

/** Puts plotly into a folder, once. */
export function writePlotly(folder: string): void {
  const source = require.resolve('plotly.js-dist');
  const copy = join(folder, 'plotly.js');
  if (existsSync(copy) && statSync(copy).size === statSync(source).size) return;
  writeWhole(copy, readFileSync(source));
}

export async function writeFigure(folder: string, { name, figure }: NamedFigure): Promise<void> {
  writeWhole(join(folder, `${name}.png`), await renderPng(figure));
  const json = figureToJson(figure).replaceAll('<', '\\u003c');
  writeWhole(
    join(folder, `${name}.html`),
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(name)}</title>
<script src="plotly.js"></script>
<div id="figure"></div>
<script>
  const figure = ${json};
  Plotly.newPlot('figure', figure.data, figure.layout, { responsive: true });
</script>
</html>
`,
  );
}
