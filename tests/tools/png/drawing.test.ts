/** Threads draw what one drawing gives, byte for byte, and the quick selectors find what jsdom finds. */

import { JSDOM } from 'jsdom';
import { afterEach, describe, expect, it } from 'vitest';
import { type Figure, figure } from '../../../src/display/figure-style.js';
import { DrawingThreads } from '../../../tools/png/drawing-threads.js';
import { quickenSelectors } from '../../../tools/png/quick-selectors.js';
import { renderPng } from '../../../tools/png/render-png.js';

let threads: DrawingThreads | undefined;
afterEach(() => threads?.close());

const line = (y: number[]): Figure => figure([{ type: 'scatter', y }], { width: 200, height: 150 });

describe('threads that draw', () => {
  it('give the bytes of a figure drawn alone, whichever draws it', async () => {
    threads = new DrawingThreads(2);
    const figures = [line([1, 2]), line([2, 1, 3]), line([5, 4])];
    const drawn = await Promise.all(figures.map((one) => threads!.draw(one)));
    for (const [i, one] of figures.entries()) expect(Buffer.compare(drawn[i], await renderPng(one))).toBe(0);
  });

  it('say which figure cannot be drawn, and draw the next one', async () => {
    threads = new DrawingThreads(1);
    const bad = threads.draw({ data: 5 } as unknown as Figure);
    const good = threads.draw(line([1, 2]));
    await expect(bad).rejects.toThrow('figure must have an array of traces as data');
    expect((await good).length).toBeGreaterThan(0);
  });

  it('refuse to be none', () => {
    expect(() => new DrawingThreads(0)).toThrow(/^DrawingThreads: jobs must be/);
  });
});

it.each([
  'g',
  'text',
  'clipPath',
  '.a',
  'g.a',
  'g.a.b',
  '#one',
  'g#two',
  'p',
  '.none',
  '#none',
  '.a .b',
  'g, text',
  'g:first-child',
  '[id=one]',
])('the quick way finds for %s what jsdom finds', (selector) => {
  const html =
    '<svg><g class="a"><g id="one" class=" a  b"><text class="b"/></g></g><clipPath id="clip" class="a"/><g id="two" class="ab"/></svg><p class="a">x</p>';
  const [own, quick] = [0, 1].map(() => new JSDOM(html, { runScripts: 'outside-only' }).window);
  quickenSelectors(quick);
  for (const root of ['body', 'svg']) {
    const found = [own, quick].map(({ document }) => {
      const from = document.getElementsByTagName(root)[0];
      const all = Array.from(from.querySelectorAll(selector), (one) => one.outerHTML);
      return {
        all,
        first: from.querySelector(selector)?.outerHTML ?? null,
        none: document.querySelector(selector) === null,
      };
    });
    expect(found[1]).toEqual(found[0]);
  }
});

it('finds an SVG element by tag and id, which jsdom’s querySelectorAll does not', () => {
  const { window } = new JSDOM('<svg><clipPath id="clip"/></svg>', { runScripts: 'outside-only' });
  quickenSelectors(window);
  expect(window.document.querySelectorAll('clipPath#clip')).toHaveLength(1);
});
