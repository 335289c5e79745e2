/** A headless Chromium of the machine, where there is one. */

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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
