/** A headless Chromium of the machine, where there is one, and what tests of pages in it share. */

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

/** A phone and a desk, light and dark. */
export const SCREENS = [390, 1400].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The program that the environment variable CHROMIUM names, else the first found; undefined where there is none. */
export const chromiumPath = process.env.CHROMIUM ?? PLACES.find(existsSync);

/** Starts it; it sandboxes nothing, and asks nothing of the network. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });

/**
 * Tests of one thing in one browser; skipped, with a word, where there is none.
 *
 * @param make - makes what is tested; `made` of the tests' argument, once they run.
 */
export function describeInChromium<T>(
  name: string,
  make: () => Promise<T>,
  remove: (made: T) => void,
  tests: (one: { readonly browser: Browser; readonly made: T }) => void,
): void {
  if (!chromiumPath) console.log('Skipped: no Chromium in /usr/bin, and CHROMIUM names none.');
  describe.skipIf(!chromiumPath)(name, () => {
    const one = {} as { browser: Browser; made: T };
    beforeAll(async () => {
      [one.browser, one.made] = await Promise.all([startChromium(), make()]);
    }, 60_000);
    afterAll(async () => {
      await one.browser?.close();
      if (one.made) remove(one.made);
    });
    tests(one);
  });
}

/**
 * What goes wrong on a page: errors, and requests that leave its folder but for addresses of a scheme that needs no network.
 * A request that a page drops because its reader goes on to another is no fault.
 */
export function watched(page: Page, base: string, schemes: RegExp): { faults: string[]; requests: string[] } {
  const faults: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}: ${why}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url.startsWith(base)) requests.push(url.slice(base.length).replace(/\?.*/, ''));
    else if (!schemes.test(url)) faults.push(`left the page: ${url}`);
  });
  return { faults, requests };
}

/** Types by the end of a name. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  png: 'image/png',
};

/** A server of a folder's files, below a path. */
export async function serve(folder: string): Promise<{ readonly address: string; close(): void }> {
  const server = createServer(({ url }, response) => {
    const file = /^\/some\/path\/([\w./-]*)(\?.*)?$/.exec(url!)?.[1];
    if (file === undefined) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream');
    response.end(readFileSync(join(folder, file)));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/some/path/`, close: () => void server.close() };
}
