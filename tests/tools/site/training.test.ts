/** The article's training: in the reader's browser it gives the losses of Node, can be paused, and is run anew while its start is dragged. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { LstmParameters } from '../../../src/lstm/engine.js';
import { trajectorySteps } from '../../../src/metaoptimizer/algorithm.js';
import { projectRoot } from '../../../src/node/project-root.js';
import { pointText, short } from '../../../tools/site/browser/state/live-text.js';
import { valuesOf } from '../../../tools/site/browser/state/state.js';
import { descriptionOf, taskOf } from '../../../tools/site/browser/training/choices.js';
import { emissionsOf, runOf, STEPS } from '../../../tools/site/browser/training/learned.js';
import { METHODS, type MethodName } from '../../../tools/site/browser/training/messages.js';
import { PORTABLE_MATH } from '../../support/portable-math.js';
import { framesText, frameTimes, TIMING } from './frames.js';
import {
  describeArticle,
  dragTo,
  drawn,
  nextFrames,
  openArticle,
  settledSearch,
  told,
} from './open-article.js';

/** Keeps what workers report; a preparation runs first in the page and in each worker. */
const watching = (preparation = '') => `{
  ${preparation}
  const preparation = ${JSON.stringify(preparation)};
  globalThis.reports = [];
  globalThis.Blob = class extends Blob {
    constructor(parts, options) {
      super(options?.type === 'text/javascript' ? ['{', preparation, '}', ...parts] : parts, options);
    }
  };
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      const own = [];
      globalThis.reports.push(own);
      this.addEventListener('message', ({ data }) => own.push(data));
    }
  };
}`;

const finished = (page: Page) =>
  page.waitForFunction(
    () =>
      /^(Trained|Training failed)/.test(document.querySelector('[data-live="training.state"]')!.textContent!),
    undefined,
    { timeout: 120_000 },
  );

/** The losses that the workers reported, method by method. */
const reportedLosses = (page: Page): Promise<number[][]> =>
  page.evaluate(() =>
    (globalThis as unknown as { reports: { losses: number[] }[][] }).reports.map((own) =>
      own.flatMap(({ losses }) => losses),
    ),
  );

interface NodeRun {
  readonly losses: number[][];
  readonly seconds: number[];
}

/** The same trainings in a Node of its own, as any project writes them. */
async function inNode(hidden: number, trajectories: number, preparation = ''): Promise<NodeRun> {
  const folder = mkdtempSync(join(projectRoot, 'node_modules', '.program-'));
  const program = `
    import { describe, ellipseVaried, metaTrain, Stream, teleportOnSchedule, thetaGradientEveryStep, vanilla } from 'orbit-l2o';
    const found = { losses: [], seconds: [] };
    for (const method of [vanilla, teleportOnSchedule, thetaGradientEveryStep]) {
      const from = performance.now();
      const stream = Stream.fromSeed(1).split(ellipseVaried.name);
      const description = describe({ ...method, hidden: ${hidden} });
      found.losses.push(metaTrain(description, ellipseVaried, stream, { trajectories: ${trajectories} }).losses);
      found.seconds.push((performance.now() - from) / 1000);
    }
    process.stdout.write('\\n' + JSON.stringify(found));`;
  try {
    const files = [join(folder, 'preparation.cjs'), join(folder, 'program.mjs')];
    writeFileSync(files[0], preparation);
    writeFileSync(files[1], program);
    const { stdout } = await promisify(execFile)(process.execPath, ['--require', ...files]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The weights of a method as the page had them last. */
const weightsOf = async (page: Page, method: MethodName): Promise<LstmParameters> => {
  const found = await page.evaluate((index) => {
    type Reports = { parameters?: Record<string, Float32Array> }[][];
    const own = (globalThis as unknown as { reports: Reports }).reports[index];
    const last = own.findLast(({ parameters }) => parameters)!.parameters!;
    return Object.entries(last).map(([name, values]) => [name, Array.from(values)] as const);
  }, METHODS.indexOf(method));
  return Object.fromEntries(found.map(([name, values]) => [name, Float32Array.from(values)])) as never;
};

describeArticle('training in headless Chromium', (article) => {
  it('with the same sines and logarithms it gives the losses of Node, bit for bit', async () => {
    const search = '?family=ellipse-varied&hidden=20&trajectories=60';
    const { page, faults } = await openArticle(article.browser, article.made, search, {
      before: watching(PORTABLE_MATH),
    });
    await page.locator('#train').click();
    await finished(page);
    expect(await reportedLosses(page)).toEqual((await inNode(20, 60, PORTABLE_MATH)).losses);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('a training that was paused ends as one that was not; reset forgets it; a link trains anew', async () => {
    const search = '?family=ellipse-varied&hidden=60&trajectories=400';
    const { page, faults } = await openArticle(article.browser, article.made, search, { before: watching() });
    await page.locator('#train').click();
    // In the frame of the first report: a slow test would come when all is done.
    await page.waitForFunction(() => {
      const pause = document.getElementById('pause') as HTMLButtonElement;
      const { reports } = globalThis as unknown as { reports: unknown[][] };
      if (pause.disabled || !reports.some((own) => own.length > 0)) return false;
      pause.click();
      return true;
    });
    await page.waitForFunction(() => document.getElementById('pause')!.textContent === 'Resume');
    await page.waitForTimeout(300);
    const before = await reportedLosses(page);
    await page.waitForTimeout(300);
    expect(await reportedLosses(page)).toEqual(before);
    expect(before[2].length).toBeLessThan(400);
    await page.locator('#pause').click();
    await finished(page);
    const paused = await reportedLosses(page);
    const picture = await drawn(page, 'trajectory-plane');
    const link = await settledSearch(page);
    await page.locator('#reset').click();
    await page.waitForFunction(
      () => document.querySelector('[data-live="training.state"]')!.textContent === 'Nothing is trained yet.',
    );
    expect(await told(page, 'learned.vanilla')).toBe('–');
    const again = await openArticle(article.browser, article.made, link, { before: watching() });
    await finished(again.page);
    expect(await reportedLosses(again.page)).toEqual(paused);
    expect(await drawn(again.page, 'trajectory-plane')).toBe(picture);
    expect([...faults, ...again.faults]).toEqual([]);
    await Promise.all([page.close(), again.page.close()]);
  }, 120_000);

  it('500 trajectories at hidden size 100: the losses of Node to rounding, and one drawing a frame while the start is dragged', async () => {
    const search = '?family=ellipse-varied';
    const { page, faults } = await openArticle(article.browser, article.made, search, {
      before: watching() + TIMING,
    });
    await page.locator('#train').click();
    await finished(page);
    const losses = await reportedLosses(page);
    const ofNode = await inNode(100, 500);
    const seconds = await page.evaluate(() =>
      (globalThis as unknown as { reports: { seconds: number }[][] }).reports.map(
        (own) => own.at(-1)!.seconds,
      ),
    );
    const off = losses.map((own, m) => own.map((loss, i) => Math.abs(loss / ofNode.losses[m][i] - 1)));
    METHODS.forEach((method, m) => {
      const last = off[m].at(-1)!;
      const equal = off[m].findIndex((error) => error > 0);
      console.log(
        `${method}: ${seconds[m].toFixed(2)} s in the browser (three at a time), ${ofNode.seconds[m].toFixed(2)} s in Node (one); ` +
          `last loss ${losses[m].at(-1)} against ${ofNode.losses[m].at(-1)} (${last.toExponential(1)}), equal for ${equal < 0 ? 'all' : equal} trajectories`,
      );
      expect(losses[m]).toHaveLength(500);
      expect(Math.max(...off[m].slice(0, 5))).toBeLessThan(1e-12); // Adam makes last digits grow with every window
    });

    const places = [
      [0.25, 0.7],
      [0.8, 0.3],
      [0.4, 0.2],
    ];
    const times = await frameTimes(
      page,
      places.map(
        ([x, y]) =>
          () =>
            dragTo(page, 'trajectory-plane', x, y, 25),
      ),
    );
    console.log(framesText('the start is dragged', times));
    expect(times.frames).toBeGreaterThan(5);
    expect(times.most).toBe(1);

    const values = valuesOf(await settledSearch(page));
    const task = { ...taskOf(values), start: Float64Array.from(values.start!) };
    for (const method of METHODS) {
      const weights = await weightsOf(page, method);
      const trajectory = runOf(method, 100, weights, task);
      expect(await told(page, `learned.${method}`)).toBe(short(trajectory.losses[STEPS]));
      await page.locator('[data-field="method"]').selectOption(method);
      const slow = [...trajectorySteps(descriptionOf(method, 100), weights, task, STEPS)];
      const emissions = emissionsOf(method, 100, weights, task, trajectory);
      emissions.forEach(({ update, angle }, t) => {
        expect(update[0]).toBeCloseTo(slow[t].update[0], 4); // float32 against float64
        expect(update[1]).toBeCloseTo(slow[t].update[1], 4);
        expect(Number.isNaN(angle)).toBe(!slow[t].teleported);
        if (slow[t].teleported) expect(angle).toBeCloseTo(slow[t].xi[0], 4);
      });
      await nextFrames(page);
      expect(await told(page, 'learned.update')).toBe(pointText(emissions[STEPS - 1].update));
    }
    await page.locator('[data-field="t"]').fill('3');
    await page.locator('#step-back').click();
    await page.waitForFunction(() => document.querySelector('[data-live="learned.t"]')!.textContent === '2');
    expect(await page.locator('#trajectory-plane .dots circle').count()).toBe(9);
    await page.locator('#play').click();
    await page.waitForFunction(
      () => Number(document.querySelector('[data-live="learned.t"]')!.textContent) > 3,
    );
    await page.locator('#play').click();
    expect(faults).toEqual([]);
    await page.close();
  }, 240_000);
});
