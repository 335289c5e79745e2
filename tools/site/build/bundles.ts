/**
 * The article's programs, each one script for a browser, from the sources of the library:
 *
 *     assets/article.js             what the page runs
 *     assets/article-formula.js     formulas with mathjs, loaded for the reader's own function
 *     assets/article-training.js    the worker's program as text, since a page opened as a file may start a worker from nothing else
 */

import { join } from 'node:path';
import { writeWhole } from '../../../src/node/files.js';
import { projectRoot } from '../../../src/node/project-root.js';

const SOURCES = join(projectRoot, 'tools', 'site', 'browser');

/** One source with all that it imports, minified. */
async function bundled(name: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, name)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    // In a classic script there is no import.meta; the library asks for it in Node alone.
    define: { 'import.meta.url': '""' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** Writes the scripts into the folder of assets; the page's own is returned. */
export async function writeBundles(assets: string): Promise<string> {
  const [page, formula, training] = await Promise.all(
    ['main.ts', 'formula-part.ts', 'training-part.ts'].map(bundled),
  );
  const asPart = `(globalThis.orbitParts ??= {}).training = ${JSON.stringify(training)};\n`;
  writeWhole(join(assets, 'article.js'), page);
  writeWhole(join(assets, 'article-formula.js'), formula);
  writeWhole(join(assets, 'article-training.js'), asPart);
  return page;
}
