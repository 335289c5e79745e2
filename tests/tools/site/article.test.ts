/** The article in headless Chromium: its pictures are dragged, its formulas typed, and its numbers held against the library. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ellipse, FIXED_ELLIPSE } from '../../../src/optimizees/ellipse.js';
import { gradientDescent } from '../../../src/optimizers/gradient-descent.js';
import { newtonDecomposition } from '../../../src/theory/newton-decomposition.js';
import { propositionAt } from '../../../src/theory/proposition.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';
import { degrees, pointText, short } from '../../../tools/site/browser/state/live-text.js';
import { valuesOf } from '../../../tools/site/browser/state/state.js';
import { SCREENS, serve } from '../../support/chromium.js';
import {
  describeArticle,
  dragTo,
  drawn,
  nextFrames,
  openArticle,
  settledSearch,
  told,
} from './open-article.js';

const MOST_KILOBYTES = 600;

const norm = (v: Float64Array) => Math.hypot(...v);

describeArticle('the article in headless Chromium', (article) => {
  it.each(SCREENS)(
    'fits, moves nothing once it is painted, fills its numbers: $width px, $colorScheme',
    async (screen) => {
      const { page, faults, requests } = await openArticle(article.browser, article.made, '', screen);
      await nextFrames(page);
      const { excess, shift } = await page.evaluate(async () => {
        const shifts = await new Promise<number>((resolve) => {
          let total = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) total += (entry as unknown as { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(total), 300);
        });
        const { scrollWidth, clientWidth } = document.documentElement;
        return { excess: scrollWidth - clientWidth, shift: shifts };
      });
      const sizes = requests.map((name) => gzipSync(readFileSync(join(article.made, name))).length);
      const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
      console.log(`${screen.width} px: ${kilobytes.toFixed(0)} kB compressed`);
      expect(excess).toBe(0);
      expect(shift).toBe(0);
      expect(kilobytes).toBeLessThan(MOST_KILOBYTES);
      expect(requests.filter((name) => /plotly|formula|training/.test(name))).toEqual([]);
      const empty = await page
        .locator('[data-live]')
        .evaluateAll((places) =>
          places
            .filter((place) => place.textContent === '–')
            .map((place) => (place as HTMLElement).dataset.live!),
        );
      expect(empty.filter((name) => !/^(training|learned)\./.test(name))).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );

  it('section 1: the numbers of a dragged point are the library’s, and its link restores the picture', async () => {
    const { page, faults } = await openArticle(article.browser, article.made);
    await dragTo(page, 'orbit-plane', 0.7, 0.4);
    const search = await settledSearch(page);
    const x = Float64Array.from(valuesOf(search).p!);
    expect(x[0]).toBeGreaterThan(1);
    const { optimizee, action } = ellipse(FIXED_ELLIPSE, x);
    const newton = newtonDecomposition(optimizee, x);
    expect(await told(page, 'orbit.point')).toBe(pointText(x));
    expect(await told(page, 'orbit.value')).toBe(short(optimizee.value(x)));
    expect(await told(page, 'orbit.gradient')).toBe(short(norm(optimizee.gradient(x))));
    expect(await told(page, 'orbit.angle')).toBe(degrees(newton.angle));
    expect(await told(page, 'orbit.growth')).toBe(short(newton.derivative));
    const lengths = Array.from({ length: 181 }, (_, i) => {
      const turned = action.act(Float64Array.of((2 * i * Math.PI) / 180 - Math.PI), x);
      return norm(optimizee.gradient(turned));
    });
    expect(await told(page, 'orbit.high')).toBe(short(Math.max(...lengths)));
    expect(await told(page, 'orbit.low')).toBe(short(Math.min(...lengths)));
    const picture = await drawn(page, 'orbit-plane');
    const again = await openArticle(article.browser, article.made, search);
    expect(await drawn(again.page, 'orbit-plane')).toBe(picture);
    expect([...faults, ...again.faults]).toEqual([]);
    await Promise.all([page.close(), again.page.close()]);
  });

  it('section 1: the arrow keys and a finger move the point', async () => {
    const { page, faults } = await openArticle(article.browser, article.made, '?p=1,1', { touch: true });
    await page.locator('#orbit-plane .handle').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await nextFrames(page);
    expect(await page.locator('#orbit-plane .handle').getAttribute('aria-valuetext')).toContain(
      '(1.16, 1.8)',
    );
    const frame = (await page.locator('#orbit-plane').boundingBox())!;
    await page.touchscreen.tap(frame.x + 0.3 * frame.width, frame.y + 0.3 * frame.height);
    const [x, y] = valuesOf(await settledSearch(page)).p!;
    expect(x).toBeLessThan(-2);
    expect(y).toBeGreaterThan(2);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('section 1: a typed formula has its level set; a bad one is told of, and the picture stays', async () => {
    const { page, faults, requests } = await openArticle(article.browser, article.made);
    const box = page.locator('[data-field="formula"]');
    await box.fill('x^2 + 3*y^4');
    await box.press('Enter');
    await page.waitForFunction(() =>
      document.querySelector('[data-live="orbit.kind"]')!.textContent!.includes('level set'),
    );
    expect(requests).toContain('assets/article-formula.js');
    const f = optimizeeFromExpression('x^2 + 3*y^4');
    const x = Float64Array.of(0, -2.5);
    expect(await told(page, 'orbit.value')).toBe(short(f.value(x)));
    expect(await told(page, 'orbit.gradient')).toBe(short(norm(f.gradient(x))));
    expect(await page.locator('#orbit-plane .coloured').count()).toBe(180);
    expect(Number((await told(page, 'orbit.off')).replace(/·10.*/, 'e-9'))).toBeLessThan(1e-8);
    const picture = await drawn(page, 'orbit-plane');
    const message = page.locator('#formula-message');
    const messageOf = async (text: string) => {
      const before = await message.innerText();
      await box.fill(text);
      await box.press('Enter');
      await page.waitForFunction((before) => {
        const now = document.getElementById('formula-message')!.textContent!;
        return now !== before && !/^$|Reading/.test(now);
      }, before);
      return message.innerText();
    };
    expect(await messageOf('x^2 + 3*y +')).toMatch(/Unexpected end/i);
    expect(await messageOf('x + y + z')).toContain('two variables');
    expect(await messageOf('log(y) + x^2')).toMatch(/log/);
    expect(await drawn(page, 'orbit-plane')).not.toBe('');
    expect(picture).toContain('coloured');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('section 2: the step after a teleport, the best angle and the descents are the library’s', async () => {
    const { page, faults } = await openArticle(
      article.browser,
      article.made,
      '?angle=-77&alpha=0.03&p=-4,1.5',
    );
    const { optimizee, action } = ellipse(FIXED_ELLIPSE, Float64Array.of(-4, 1.5));
    const x = Float64Array.of(-4, 1.5);
    const after = (from: Float64Array) => {
      const gradient = optimizee.gradient(from).slice();
      return optimizee.value(from.map((value, i) => value - 0.03 * gradient[i]));
    };
    const at = (turn: number) => action.act(Float64Array.of((turn * Math.PI) / 180), x).slice();
    expect(await told(page, 'teleport.stayed')).toBe(short(after(x)));
    expect(await told(page, 'teleport.moved')).toBe(short(after(at(-77))));
    const turns = Array.from({ length: 181 }, (_, i) => 2 * i - 180);
    const best = turns.reduce((a, b) => (after(at(b)) < after(at(a)) ? b : a));
    expect(await told(page, 'teleport.best')).toBe(short(after(at(best))));
    const last = (start: Float64Array) =>
      gradientDescent({ learningRate: 0.03 }).run([{ optimizee, action, start }], 20)[0].losses[20];
    expect(await told(page, 'teleport.without')).toBe(short(last(x)));
    expect(await told(page, 'teleport.with')).toBe(short(last(at(-77))));
    await page.locator('[data-field="angle"]').fill('45');
    await nextFrames(page);
    expect(await told(page, 'teleport.moved')).toBe(short(after(at(45))));
    await dragTo(page, 'teleport-plane', 0.52, 0.7);
    const angle = valuesOf(await settledSearch(page)).angle;
    expect(await told(page, 'teleport.moved')).toBe(short(after(at(angle))));
    expect(faults).toEqual([]);
    await page.close();
  });

  it('section 3: the inequality at a dragged point, and its failure at the counterexample of Appendix A', async () => {
    const { page, faults } = await openArticle(article.browser, article.made, '?l1=0.5&l2=3');
    await dragTo(page, 'proposition-plane', 0.3, 0.25);
    const q = Float64Array.from(valuesOf(await settledSearch(page)).q!);
    const found = propositionAt(optimizeeFromExpression('(0.5*x^2 + 3*y^2)/2'), q);
    expect(await told(page, 'proposition.product')).toBe(short(found.sides!.product, 4));
    expect(await told(page, 'proposition.square')).toBe(short(found.sides!.square, 4));
    expect(await told(page, 'proposition.growth')).toBe(short(found.derivative!.symbols, 4));
    expect(await told(page, 'proposition.verdict')).toBe('the inequality holds');
    await page.locator('#counterexample').click();
    await nextFrames(page);
    expect(await told(page, 'proposition.product')).toBe('9');
    expect(await told(page, 'proposition.square')).toBe('25');
    expect(await told(page, 'proposition.sign')).toBe('<');
    expect(await told(page, 'proposition.verdict')).toBe('the inequality fails');
    expect(await told(page, 'proposition.curvature')).toBe('indefinite');
    await page.locator('[data-field="l2"]').fill('0');
    await nextFrames(page);
    expect(await told(page, 'proposition.verdict')).toContain('singular');
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each([
    ['a critical point', '?f=booth&p=1,3', '0'],
    ['the minimum of a formula that is negative there', '?f=formula&formula=x^2%2By^2-5&p=0,0', '−5'],
    ['a negative formula', '?f=formula&formula=x^2%2By^2-50&p=1,1', '−48'],
    ['a step size that diverges', '?alpha=1&angle=90', '15.3'],
  ])('sections 1 and 2 stand %s', async (_, search, value) => {
    const { page, faults } = await openArticle(article.browser, article.made, search);
    await page.waitForFunction(
      (text) => document.querySelector('[data-live="orbit.value"]')!.textContent === text,
      value,
    );
    await nextFrames(page);
    const paths = await page
      .locator('svg path[d]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('d')!));
    expect(paths.filter((path) => /NaN|Infinity/.test(path))).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('an address that makes no sense gives the defaults', async () => {
    const { page, faults } = await openArticle(
      article.browser,
      article.made,
      '?f=cubic&alpha=7&p=a,b&seed=1.5&t=99',
    );
    expect(await told(page, 'teleport.alpha')).toBe('0.05');
    expect(await told(page, 'orbit.point')).toBe('(−5, 1)');
    expect(await page.locator('[data-field="seed"]').inputValue()).toBe('1');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('works under a path of a server, its worker too', async () => {
    const { address, close } = await serve(article.made);
    const { page, faults } = await openArticle(
      article.browser,
      address,
      '?trained=yes&trajectories=10&hidden=4',
    );
    await page.waitForFunction(() =>
      document.querySelector('[data-live="training.state"]')!.textContent!.startsWith('Trained'),
    );
    expect(faults).toEqual([]);
    await page.close();
    close();
  });
});
