/** Parts of a page that are written from results. */

import { expect, test } from 'vitest';
import { blockNames, fillBlocks, markdownTable } from '../../../tools/pages/page-blocks.js';

const page =
  'We find <!-- results: share -->old<!-- end --> of them.\n\n<!-- results: table --><!-- end -->\n';
const blocks = { share: () => '40 %', table: () => markdownTable(['a'], [['1 | 2']]) };

test('words stay within their line, a table stands on its own', () => {
  expect(blockNames(page)).toEqual(['share', 'table']);
  expect(fillBlocks('page.md', page, blocks)).toBe(
    'We find <!-- results: share -->40 %<!-- end --> of them.\n\n' +
      '<!-- results: table -->\n\n| a |\n| --- |\n| 1 \\| 2 |\n\n<!-- end -->\n',
  );
});

test('written again they are the same', () => {
  const once = fillBlocks('page.md', page, blocks);
  expect(fillBlocks('page.md', once, blocks)).toBe(once);
});

test('a part that nobody writes is refused', () => {
  expect(() => fillBlocks('page.md', page, { share: blocks.share })).toThrow(
    /^fillBlocks: page.md must have no parts but share, got 'table'$/,
  );
});
