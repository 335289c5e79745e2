/** Formulas in Markdown: whatever a text says, it is shown, and a formula where it stood. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markdownHtml } from '../../../tools/pages/markdown-html.js';

it('shows a text that looks like what once stood for a formula', () => {
  for (const text of ['FORMULA5END', 'FORMULA0END and $x$', '&#70;ORMULA0END and $x$', '# FORMULA7END']) {
    const { html } = markdownHtml(text);
    expect(html).not.toContain('undefined');
    expect(html).toMatch(/FORMULA\dEND/);
  }
});

it('puts each formula where it stood, in tables and headings too', () => {
  const { html, headings } = markdownHtml(
    '# On $x$ and $y$\n\n| a | b |\n|---|---|\n| $|z|$ | 2 |\n\n$$\nu\n$$\n',
  );
  expect(headings).toMatchObject([{ level: 1, id: 'on-and' }]);
  expect([...html.matchAll(/<annotation[^>]*>([^<]*)/g)].map(([, tex]) => tex.trim())).toEqual([
    'x',
    'y',
    '|z|',
    'u',
  ]);
  expect(html).not.toContain('FORMULA');
});

it('leaves no word of its own in any text', () => {
  const pieces = fc.constantFrom('FORMULA', 'END', 'N', '0', '1', '$x$', '$$y$$', ' ', '\n', '`', '*', '# ');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const { html } = markdownHtml(parts.join(''));
      expect(html).not.toMatch(/undefined|FORMULA[\da-f]{24}N/);
    }),
    { seed: 7, numRuns: 200 },
  );
});
