/** The article in a folder of its own, opened in headless Chromium. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../../../src/node/project-root.js';
import { writeAssets } from '../../../tools/pages/page-assets.js';
import { storedResults } from '../../../tools/pages/stored-results.js';
import { ARTICLE, writeArticle } from '../../../tools/site/build/write-article.js';
import { describeInChromium, watched } from '../../support/chromium.js';

/** A link at the end of the article, whose page is not in the folder. */
const NOTEBOOKS = [{ name: 'tour', title: 'The tour' }];

/** Writes the article with the stored results; the folder. */
export async function makeArticle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'orbit-article-'));
  mkdirSync(join(folder, 'figures'));
  await writeAssets(folder, { formulas: true });
  const results = storedResults(join(projectRoot, 'results'));
  await writeArticle(folder, { notebooks: NOTEBOOKS, results, footer: 'A test.' });
  return folder;
}

/** Tests of one article in one browser. */
export const describeArticle = (
  name: string,
  tests: (article: { readonly browser: Browser; readonly made: string }) => void,
) => describeInChromium(name, makeArticle, (folder) => rmSync(folder, { recursive: true }), tests);

/** A page, what went wrong on it, and every address that it asked for. */
export interface Opened {
  readonly page: Page;
  readonly faults: string[];
  readonly requests: string[];
}

export interface OpenOptions {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** A script that runs before those of the page. */
  readonly before?: string;
  readonly touch?: boolean;
}

/** Opens `FOLDER/explain.html?SEARCH`, from a file or below an address. */
export async function openArticle(
  browser: Browser,
  folder: string,
  search = '',
  { width = 1400, colorScheme = 'light', before, touch }: OpenOptions = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, hasTouch: touch });
  const base = folder.startsWith('http') ? folder : `${pathToFileURL(folder).href}/`;
  const { faults, requests } = watched(page, base, /^(data|blob):/);
  if (before) await page.addInitScript(before);
  await page.goto(`${base}${ARTICLE}${search}`);
  await page.waitForSelector('html[data-article=ready]');
  return { page, faults, requests };
}

/** What stands at a place of the text. */
export const told = (page: Page, name: string): Promise<string> =>
  page.locator(`[data-live="${name}"]`).first().innerText();

/** Everything that is drawn of a widget. */
export const drawn = (page: Page, id: string): Promise<string> =>
  page.locator(`#${id}`).evaluate((svg) => svg.innerHTML);

/** Drags a handle of a plane to a place of the picture, in parts of its side; `steps` moves on the way. */
export async function dragTo(page: Page, plane: string, x: number, y: number, steps = 5): Promise<void> {
  const svg = page.locator(`#${plane}`);
  await svg.scrollIntoViewIfNeeded();
  const frame = (await svg.boundingBox())!;
  const handle = (await svg.locator('.knob').boundingBox())!;
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(frame.x + x * frame.width, frame.y + y * frame.height, { steps });
  await page.mouse.up();
  await nextFrames(page);
}

/** Until what was asked for has been drawn. */
export const nextFrames = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** The address's search, once it has followed the picture. */
export async function settledSearch(page: Page): Promise<string> {
  await page.waitForTimeout(400); // it follows a quarter of a second after the last change
  return page.evaluate(() => location.search);
}
