/**
 * The files that pages have beside them, so that they need no network: style, script, plotly, and for formulas the style
 * and the fonts of KaTeX.
 *
 *     FOLDER/assets/page.css, page.js, plotly.js      FOLDER/assets/katex.css, fonts/*.woff2
 */

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { writableFolder, writeWhole } from '../../src/node/files.js';
import { projectRoot } from '../../src/node/project-root.js';

const require = createRequire(import.meta.url);

/** Where a page finds plotly, which it loads when a figure is clicked. */
export const PLOTLY_FILE = 'assets/plotly.js';

export interface AssetOptions {
  /** Whether a page has formulas; needs the package katex. */
  readonly formulas?: boolean;
  /** Whether plotly is to be made less than half as large, as for a site; needs the package esbuild. */
  readonly small?: boolean;
}

/** Puts the files into a folder of pages. */
export async function writeAssets(folder: string, { formulas, small }: AssetOptions = {}): Promise<void> {
  const assets = writableFolder('writeAssets', 'the folder of assets', join(folder, 'assets'));
  for (const name of ['page.css', 'page.js']) {
    writeWhole(join(assets, name), readFileSync(join(projectRoot, 'tools/pages/assets', name)));
  }
  const plotly = readFileSync(require.resolve('plotly.js-dist'));
  writeWhole(join(folder, PLOTLY_FILE), small ? await minified(plotly) : plotly);
  if (formulas) writeKatex(assets);
}

async function minified(program: Uint8Array): Promise<string> {
  const { transform } = await import('esbuild');
  return (await transform(program, { minify: true, legalComments: 'inline' })).code;
}

/** Of the fonts in three formats the one that every browser since 2018 reads. */
function writeKatex(assets: string): void {
  const source = dirname(require.resolve('katex/dist/katex.min.css'));
  const style = readFileSync(join(source, 'katex.min.css'), 'utf8');
  const older = /,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g;
  writeWhole(join(assets, 'katex.css'), style.replaceAll(older, ''));
  const fonts = writableFolder('writeAssets', 'the folder of fonts', join(assets, 'fonts'));
  for (const name of readdirSync(join(source, 'fonts')).filter((name) => name.endsWith('.woff2'))) {
    writeWhole(join(fonts, name), readFileSync(join(source, 'fonts', name)));
  }
}
