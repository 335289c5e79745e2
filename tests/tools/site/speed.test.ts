/** The article is painted before its program runs, and draws once a frame while something is dragged; how long that takes is printed. */

import { expect, it } from 'vitest';
import { framesText, frameTimes, TIMING } from './frames.js';
import { describeArticle, dragTo, openArticle } from './open-article.js';

describeArticle('the article in headless Chromium', (article) => {
  it('is painted before its program runs', async () => {
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
    console.log(`first paint after ${paint.toFixed(0)} ms, all pictures by ${ready.toFixed(0)} ms`);
    for (const time of times) expect(time.paint).toBeLessThan(time.ready);
  });

  it.each([
    ['an orbit', '', 'orbit-plane'],
    ['a formula’s level set', '?f=formula', 'orbit-plane'],
    ['the teleported point', '?f=rosenbrock', 'teleport-plane'],
    ['the point of the inequality', '', 'proposition-plane'],
  ])('draws once a frame while it is dragged: %s', async (what, search, plane) => {
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
    expect(times.most).toBe(1);
    expect(faults).toEqual([]);
    await page.close();
  });
});
