/** The pages in headless Chromium: on a phone and on a desk, light and dark, as files and under a path of a server. */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { figureToJson } from '../../../src/display/figure-json.js';
import { figure } from '../../../src/display/figure-style.js';
import { writeFigureFiles } from '../../../tools/pages/figure-files.js';
import { writeAssets } from '../../../tools/pages/page-assets.js';
import { reportPage } from '../../../tools/pages/report-page.js';
import { renderPng } from '../../../tools/png/render-png.js';
import { describeInChromium, SCREENS, serve, watched } from '../../support/chromium.js';
import { CLAIMS, makeSite } from './made-site.js';

/** A page with a list of what goes wrong on it: errors, and requests that leave its folder. */
async function open(browser: Browser, address: string, { width, colorScheme } = SCREENS[0]) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const { faults } = watched(page, address.slice(0, address.lastIndexOf('/') + 1), /^data:/);
  await page.goto(address);
  return { page, faults };
}

/** How far the page is wider than the screen, once all its folds are open and its pictures are there. */
const excessWidth = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    for (const fold of document.querySelectorAll('main details')) (fold as HTMLDetailsElement).open = true;
    const pictures = [...document.querySelectorAll('img')];
    for (const picture of pictures) picture.loading = 'eager';
    await Promise.all(pictures.map((picture) => picture.decode())); // rejects where one does not load
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });

/** How far each of these stands out of the card of the first live figure, to the right. */
const beyondCard = (page: Page, selectors: readonly string[]): Promise<number[]> =>
  page.evaluate((names) => {
    const card = document.querySelector('.live')!.getBoundingClientRect();
    const edges = names.map((name) => document.querySelector(`.live ${name}`)!.getBoundingClientRect().right);
    return edges.map((edge) => Math.max(0, edge - card.right));
  }, selectors);

async function clickFirstFigure(page: Page): Promise<void> {
  await page.locator('button.picture').first().click();
  await page.waitForSelector('.live .modebar');
}

const addressOf = (...parts: string[]) => pathToFileURL(join(...parts)).href;

/** A report of one experiment with three figures. */
async function makeReport(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-report-page-'));
  await writeAssets(folder);
  const drawn = figure([{ type: 'scatter', y: [1, 2] }]);
  const names = ['one', 'two', 'three'];
  const png = await renderPng(drawn);
  mkdirSync(join(folder, 'figures'));
  for (const name of names) writeFigureFiles(folder, { name, png, json: figureToJson(drawn) });
  const figures = names.map((name) => ({ name, alt: name, live: true, size: { width: 800, height: 500 } }));
  const methods = [{ method: 'a method', ...Object.fromEntries(names.map((name) => [name.repeat(9), 1])) }];
  const section = {
    id: 'figure-3',
    title: 'Figure 3',
    seeds: 1,
    departure: 'x',
    figures,
    methods,
    notes: ['n'],
  };
  writeFileSync(join(folder, 'index.html'), reportPage(CLAIMS, [section]));
  return folder;
}

const make = async () => {
  const [site, report] = await Promise.all([makeSite(), makeReport()]);
  return { site, report };
};
const remove = ({ site, report }: Awaited<ReturnType<typeof make>>) => {
  for (const folder of [site.root, report]) rmSync(folder, { recursive: true });
};

describeInChromium('in headless Chromium', make, remove, (one) => {
  it.each(SCREENS)(
    'every page fits, loads its pictures and says no error: $width px, $colorScheme',
    async (screen) => {
      const pages = readdirSync(one.made.site.out).filter((name) => name.endsWith('.html'));
      const addresses = [
        ...pages.map((name) => addressOf(one.made.site.out, name)),
        addressOf(one.made.report, 'index.html'),
      ];
      const found: unknown[] = [];
      for (const address of addresses) {
        const { page, faults } = await open(one.browser, address, screen);
        found.push([address, await excessWidth(page), faults]);
        await page.close();
      }
      expect(found).toEqual(addresses.map((address) => [address, 0, []]));
    },
  );

  it.each(SCREENS)(
    'a click makes a figure live, another brings the picture back: $width px, $colorScheme',
    async (screen) => {
      const { page, faults } = await open(one.browser, addressOf(one.made.site.out, 'tour.html'), screen);
      const scripts = () =>
        page.evaluate(() => [...document.scripts].map(({ src }) => src.split('/').at(-1)));
      expect(await scripts()).toEqual(['page.js']); // plotly waits for the click
      await clickFirstFigure(page);
      expect(await scripts()).toEqual(['page.js', 'plotly.js', 'tour-1.js']);
      expect(await page.locator('.live .scatterlayer .trace').count()).toBe(1);
      expect(await page.locator('button.picture').first().isVisible()).toBe(false);
      expect(await excessWidth(page)).toBe(0);
      expect(await beyondCard(page, ['.gtitle', '.main-svg', '.modebar'])).toEqual([0, 0, 0]);
      await page.locator('.back').click();
      expect(await page.locator('.live').count()).toBe(0);
      expect(await page.locator('button.picture').first().isVisible()).toBe(true);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  it('the caption of a table that scrolls is seen whole on a phone', async () => {
    const { page } = await open(one.browser, addressOf(one.made.report, 'index.html'));
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('main details')) (fold as HTMLDetailsElement).open = true;
    });
    const [caption, table] = await Promise.all(
      ['caption', 'table:has(caption)'].map((name) => page.locator(name).first().boundingBox()),
    );
    expect(caption!.x + caption!.width).toBeLessThanOrEqual(SCREENS[0].width);
    expect(table!.x + table!.width).toBeGreaterThan(0);
    await page.close();
  });

  it('contents stay in sight on a desk, where they mark what is read, and fold on a phone', async () => {
    const desk = (await open(one.browser, addressOf(one.made.site.out, 'figure-3.html'), SCREENS[2])).page;
    await desk.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    await desk.waitForSelector('.contents a[aria-current]');
    expect(await desk.locator('.contents li').first().isVisible()).toBe(true);
    expect((await desk.locator('.contents').boundingBox())!.y).toBeGreaterThan(0);
    const phone = (await open(one.browser, addressOf(one.made.site.out, 'figure-3.html'))).page;
    const entry = phone.locator('.contents a').nth(3);
    expect(await entry.isVisible()).toBe(false);
    await phone.locator('.contents summary').click();
    await entry.click();
    expect(await entry.isVisible()).toBe(false); // it folds again
    const top = await phone.locator(':target').evaluate((element) => element.getBoundingClientRect().top);
    expect(top).toBeGreaterThan(80); // below the bar
    expect(top).toBeLessThan(200);
    await Promise.all([desk.close(), phone.close()]);
  });

  it('a link into a folded experiment opens it, and its figures become live', async () => {
    const { page, faults } = await open(
      one.browser,
      `${addressOf(one.made.report, 'index.html')}#figure-3`,
      SCREENS[3],
    );
    await clickFirstFigure(page);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('works under a path of a server', async () => {
    const { address, close } = await serve(one.made.site.out);
    const { page, faults } = await open(one.browser, `${address}index.html`);
    await page.locator('.notebooks .title a').first().click();
    await page.waitForURL('**/tour.html');
    await clickFirstFigure(page);
    expect(faults).toEqual([]);
    await page.close();
    close();
  });
});
