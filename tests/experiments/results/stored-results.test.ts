/** The project's own `results/`: of the configurations that the code has, small, and what README and docs say. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readResults, STORED_RESULTS } from '../../../experiments/results/read-results.js';
import { projectRoot } from '../../../src/node/project-root.js';
import { blockNames } from '../../../tools/pages/page-blocks.js';
import { filledPage, PAGES } from '../../../tools/pages/results-pages.js';

const MOST_BYTES = 6e6;

const isThere = existsSync(STORED_RESULTS);
if (!isThere) console.log('results/ is not there yet: npm run results makes it. Its tests are skipped.');

/** Paths of a page's own pictures and links. */
function linkedFiles(text: string): string[] {
  const links = [...text.matchAll(/(?:\]\(|src="|href=")([^)"#:]+)(?:\)|")/g)];
  return links.map(([, path]) => path);
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

test.each(Object.keys(PAGES))('%s has parts that are written from results', (path) => {
  expect(blockNames(read(path)).length).toBeGreaterThan(0);
  expect(read(path)).not.toMatch(/\{\{/);
});

describe.skipIf(!isThere)('results/', () => {
  test('are whole, of ten seeds, and of the configurations that the code has', () => {
    const { provenance, experiments } = readResults()!;
    expect(provenance.seeds).toHaveLength(10);
    for (const one of experiments) expect(one.seeds).toEqual(provenance.seeds);
  });

  test(`are at most ${MOST_BYTES / 1e6} MB`, () => {
    const files = readdirSync(STORED_RESULTS, { recursive: true }) as string[];
    const sizes = files.map((name) => statSync(join(STORED_RESULTS, name))).filter((stat) => stat.isFile());
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  test.each(Object.keys(PAGES))('are what %s says', (path) => {
    expect(read(path)).toBe(filledPage(projectRoot, path, readResults()!));
  });

  test('have every picture and page that README links to', () => {
    expect(linkedFiles(read('README.md')).filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });
});
