/** The library in a browser: bundled without polyfills, it gives in headless Chromium the bytes that it gives in Node. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildResult, build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/node/project-root.js';
import { chromiumPath, startChromium } from '../support/chromium.js';
import { PORTABLE_MATH } from '../support/portable-math.js';

/** LSTM(theta gradient), ten trajectories: losses of the training, and of what was learned at every step. */
const TRAINING = `
  import { ellipseVaried, evaluate, learnedOptimizer, metaTrain, Stream, testTasks, thetaGradientEveryStep } from 'orbit-l2o';
  const trained = metaTrain(thetaGradientEveryStep, ellipseVaried, Stream.fromSeed(1), { trajectories: 10 });
  const optimizer = learnedOptimizer(thetaGradientEveryStep, trained.state.parameters);
  const { losses } = evaluate(optimizer, testTasks(ellipseVaried, Stream.fromSeed(2), 5), 20);
  export const result = { training: trained.losses, test: losses };`;

/** A second derivative by TensorFlow.js. */
const TENSORS = `
  import { loadTensors } from 'orbit-l2o';
  const { optimizeeFromTensors } = await loadTensors({ backend: 'cpu' });
  const bump = optimizeeFromTensors({ name: 'bump', dimension: 2, value: (x) => x.tanh().mul(x).sum() });
  export const result = [...bump.hessianVector(Float64Array.of(0.5, 1), Float64Array.of(1, -1))];`;

/** A symbolic derivative by mathjs, and a decomposition by ml-matrix. */
const THEORY = `
  import { hessianLatex, kantorovichBound, proveIdentity } from 'orbit-l2o/theory';
  export const result = [hessianLatex('x1^4 + x1 * x2'), typeof kantorovichBound, typeof proveIdentity];`;

const DISPLAY = `
  import { ellipseVaried, Stream } from 'orbit-l2o';
  import { levelSets, show } from 'orbit-l2o/display';
  const { optimizee } = ellipseVaried.sample(Stream.fromSeed(1));
  const figure = levelSets(optimizee, { x: [-1, 1], y: [-1, 1] }, []);
  await show(figure);
  export const result = figure.data[0].z[3];`;

/** Wide tiles, which a page has not got, give the bytes of narrow ones. */
const LSTM = `
  import { createWasmEngine, kernelBuild } from 'orbit-l2o/lstm';
  export const result = [kernelBuild().replace('-256', ''), typeof createWasmEngine];`;

/** A program as one module for a browser, which leaves its result on the page. */
function bundled(program: string): Promise<BuildResult<{ write: false }>> {
  const contents = program.replace('export const result =', 'globalThis.result =');
  return build({
    stdin: { contents, resolveDir: projectRoot },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
}

let browser: Browser | undefined;

/** What a program gives on an empty page, after a script that prepares the engine. */
async function inChromium(program: string, preparation = ''): Promise<unknown> {
  const { outputFiles } = await bundled(program);
  const page = await browser!.newPage();
  const failed = new Promise<never>((_, reject) => page.once('pageerror', reject));
  await page.addScriptTag({ content: `{${preparation}}` });
  await page.addScriptTag({ content: outputFiles[0].text, type: 'module' });
  const done = page.waitForFunction('globalThis.result');
  return (await Promise.race([done, failed])).jsonValue();
}

/** The same program in a Node of its own, which finds the library as any project does. */
async function inNode(program: string, preparation = ''): Promise<unknown> {
  const folder = mkdtempSync(join(projectRoot, 'node_modules', '.program-'));
  try {
    const files = [join(folder, 'preparation.cjs'), join(folder, 'program.mjs')];
    writeFileSync(files[0], preparation);
    writeFileSync(files[1], `${program}\nprocess.stdout.write('\\n' + JSON.stringify(result));`);
    const { stdout } = await promisify(execFile)(process.execPath, ['--require', ...files]);
    return JSON.parse(stdout.trim().split('\n').at(-1)!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const programs = { TRAINING, TENSORS, THEORY, DISPLAY, LSTM };

/** All numbers of a result, in order. */
const numbersOf = (result: unknown): number[] =>
  typeof result === 'number' ? [result] : Object.values(result ?? {}).flatMap(numbersOf);

describe('a bundle for the browser', () => {
  it.each(Object.entries(programs))('is made without polyfills or warnings: %s', async (_, program) => {
    const { errors, warnings } = await bundled(program);
    expect([...errors, ...warnings].map(({ text }) => text)).toEqual([]);
  });
});

if (!chromiumPath) console.log('Skipped: no Chromium in /usr/bin, and CHROMIUM names none.');

describe.skipIf(!chromiumPath)('in headless Chromium', () => {
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  it.each(Object.entries(programs))(
    'the same sines and logarithms give the bytes of Node: %s',
    async (_, program) => {
      const found = await inChromium(program, PORTABLE_MATH);
      expect(JSON.stringify(found)).toBe(JSON.stringify(await inNode(program, PORTABLE_MATH)));
    },
  );

  it('its own sines and logarithms move the losses by their last digits', async () => {
    const [found, ofNode] = [await inChromium(TRAINING), await inNode(TRAINING)].map(numbersOf);
    expect(found).toHaveLength(10 + 5 * 21);
    found.forEach((loss, i) => {
      expect(Math.abs(loss - ofNode[i])).toBeLessThan(1e-12 * Math.abs(ofNode[i]));
    });
  });
});
