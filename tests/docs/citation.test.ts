/** CITATION.cff names this version of the software, and the paper apart from it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/node/project-root.js';
import { VERSION } from '../../src/version.js';

test('CITATION.cff names this version, and the paper as a reference', () => {
  const [software, references] = readFileSync(join(projectRoot, 'CITATION.cff'), 'utf8').split('references:');
  expect(software).toMatch(new RegExp(`^version: ${VERSION.replaceAll('.', '\\.')}$`, 'm'));
  expect(software).not.toMatch(/Zamir/);
  expect(references).toMatch(/family-names: Zamir/);
  expect(references).toMatch(/arXiv:2504\.15399/);
});
