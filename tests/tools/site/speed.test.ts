/** How soon the article is painted, and how long a frame takes while something is dragged; both are printed. */

import { expect, it } from 'vitest';
import { framesText, frameTimes, sharing, TIMING } from './frames.js';
import { describeArticle, dragTo, openArticle } from './open-article.js';

const LATEST_PAINT = 1000; // ms
const SIXTIETH = 1000 / 60; // ms

describeArticle('the article in headless Chromium', (article) => {
  it('is painted within a second, before its program runs', async () => {
    const times: { paint: number; ready: number }[] = [];
    for (let round = 0; round < 3; round++) {
      const { page } = await openArticle(article.browser, article.made);
      times.push(
        await page.evaluate(() => {
          const [first] = performance.getEntriesByName('first-contentful-paint');
          return { paint: first.startTime, ready: performance.now() };
        }),
      );
      await page.close();
    }
    const { paint, ready } = times.reduce((a, b) => (b.paint < a.paint ? b : a));
    const shared = sharing();
    console.log(
      `first paint after ${paint.toFixed(0)} ms, all pictures by ${ready.toFixed(0)} ms; ${shared.toFixed(1)} programs a core`,
    );
    for (const time of times) expect(time.paint).toBeLessThan(time.ready);
    expect(paint).toBeLessThan(LATEST_PAINT * shared);
  });

  it.each([
    ['an orbit', '', 'orbit-plane'],
    ['a formula’s level set', '?f=formula', 'orbit-plane'],
    ['the teleported point', '?f=rosenbrock', 'teleport-plane'],
    ['the point of the inequality', '', 'proposition-plane'],
  ])('draws a frame within a sixtieth of a second while it is dragged: %s', async (what, search, plane) => {
    const { page, faults } = await openArticle(article.browser, article.made, search, { before: TIMING });
    await page.waitForSelector(`#${plane} .handle[aria-valuetext]`);
    const places = [
      [0.3, 0.6],
      [0.7, 0.4],
      [0.35, 0.35],
    ];
    const rounds = places.map(
      ([x, y]) =>
        () =>
          dragTo(page, plane, x, y, 25),
    );
    const times = await frameTimes(page, rounds);
    console.log(framesText(what, times));
    expect(times.frames).toBeGreaterThan(5);
    expect(times.median).toBeLessThan(SIXTIETH * sharing());
    expect(faults).toEqual([]);
    await page.close();
  });
});
