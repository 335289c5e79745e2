/** The pages of notebooks and results: what is on them, in which order, and that every link leads to a file. */

import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { markdownHtml } from '../../../tools/pages/markdown-html.js';
import { inReadmeOrder } from '../../../tools/pages/notebook-list.js';
import { notebookPage } from '../../../tools/pages/notebook-page.js';
import { makeSite } from './made-site.js';

describe('the site', () => {
  let site: Awaited<ReturnType<typeof makeSite>>;
  const read = (name: string) => readFileSync(join(site.out, name), 'utf8');
  beforeAll(async () => {
    site = await makeSite();
  }, 60_000);
  afterAll(() => rmSync(site.root, { recursive: true }));

  it('begins with the claims, then two figures, then the notebooks in README’s order', () => {
    const html = read('index.html');
    const places = [
      'id="C1"',
      'results-figure-4',
      'results-figure-7',
      'id="notebooks"',
      '"tour.html"',
      '"figure-3.html"',
    ];
    const found = places.map((text) => html.indexOf(text, html.indexOf('<main')));
    expect(found.every((at) => at > 0)).toBe(true);
    // The claim links to its notebooks, which come first there.
    const list = html.slice(html.indexOf('class="notebooks"'));
    const names = [...list.matchAll(/class="title"><a href="([\w-]+)\.html/g)].map(([, name]) => name);
    expect(names.slice(0, 7)).toEqual([
      'tour',
      'your-own',
      'from-scratch',
      'figure-3',
      'figure-4',
      'figure-5',
      'figure-6',
    ]);
    expect(names).toHaveLength(
      readdirSync(join(projectRoot, 'notebooks')).filter((name) => name.endsWith('.ipynb')).length,
    );
    expect(html).toContain('0.99 [0.98, 1]<small>share of 400 random');
    expect(html).toContain('<li>1 <b class="verdict reproduced">reproduced</b></li>');
    expect(html).toContain('<code>orbit-l2o reproduce --figure 3</code>');
    expect(html).toContain('src="figures/tour-1.png"');
  });

  it('has no link without its file or place, and none that begins at the root', () => {
    const pages = readdirSync(site.out).filter((name) => name.endsWith('.html'));
    for (const page of pages) {
      for (const [, link] of read(page).matchAll(/ (?:href|src|data-data|data-plotly)="([^"]*)"/g)) {
        if (/^(https:\/\/arxiv\.org\/|data:)/.test(link)) continue;
        const [file, place] = link.split('#');
        if (file)
          expect(existsSync(join(site.out, file)) && !file.startsWith('/'), `${page}: ${link}`).toBe(true);
        if (place) expect(read(file || page), `${page}: ${link}`).toContain(`id="${place}"`);
      }
    }
  });

  it('has the formulas’ style with fonts that are there, and plotly at less than 6 MB', () => {
    const fonts = [...read('assets/katex.css').matchAll(/url\(([^)]+)\)/g)].map(([, file]) => file);
    expect(fonts.length).toBeGreaterThan(10);
    for (const file of fonts) expect(existsSync(join(site.out, 'assets', file)), file).toBe(true);
    expect(statSync(join(site.out, 'assets', 'plotly.js')).size).toBeLessThan(6e6);
  });

  it('shows outputs of every kind, and takes a figure’s data from the last run', () => {
    const html = read('tour.html');
    expect(html).toContain('data-figure="tour-1" data-data="figures/tour-1.js"');
    expect(html).toContain('alt="Three points" width="800" height="500"');
    expect(html).not.toContain('data-figure="tour-2"'); // a picture without data
    expect(html).toContain('the <strong>mean</strong> of <span class="katex">');
    expect(html).toContain(`<pre class="output" tabindex="0">${'x'.repeat(500)}</pre>`);
    expect(html).not.toContain('katex-error');
    expect(html).toContain('<a href="figure-3.html"><code>figure-3</code></a>');
    expect(site.withoutOutputs).not.toContain('tour');
  });
});

test('a notebook that failed, or did not start, has a page that says why', () => {
  const { html, title } = notebookPage(
    { name: 'a', error: 'a.ipynb: 1 < 2' },
    { names: ['a', 'b'], footer: '' },
  );
  expect(html).toContain('<pre class="error">a.ipynb: 1 &lt; 2</pre>');
  expect(html).toContain('href="b.html"');
  expect(title).toBe('a');
});

test('the order is that of README’s table, ranges filled in, the rest last', () => {
  const readme =
    'see `z`\n\n| notebook | what |\n|---|---|\n| `c` | x |\n| `f-1` … `f-3`, `b` | `a` |\n\n| `q` | |';
  expect(inReadmeOrder(['a', 'b', 'c', 'f-1', 'f-2', 'f-3', 'z'], readme)).toEqual([
    'c',
    'f-1',
    'f-2',
    'f-3',
    'b',
    'a',
    'z',
  ]);
  expect(inReadmeOrder(['b', 'a'], 'no table')).toEqual(['a', 'b']);
});

describe('Markdown', () => {
  it('has formulas on one line or several, and leaves dollars in code alone', () => {
    const { html } = markdownHtml('$a\n< b$, `$c$`\n\n$$\n+ d\n$$\n\n```\n$e$\n```');
    expect(html.match(/<span class="katex">/g)).toHaveLength(2);
    expect(html).toContain('<code>$c$</code>');
    expect(html).toContain('<code>$e$\n</code>');
    expect(html).not.toContain('FORMULA');
  });

  it('gives headings ids of their own, also where words repeat', () => {
    const { headings } = markdownHtml('# $x$ One\n\n## What is seen\n\n## What is seen\n\n### $y$');
    expect(headings.map(({ level, id }) => [level, id])).toEqual([
      [1, 'one'],
      [2, 'what-is-seen'],
      [2, 'what-is-seen-2'],
      [3, 'section'],
    ]);
    expect(headings[0].html).toContain('katex');
  });
});
