/**
 * Draws a plotly figure without a browser: plotly in jsdom makes an SVG, resvg makes a PNG of it.
 *
 * jsdom lays nothing out and has no canvas, so plotly gets what it asks for from here: boxes of text (svg-boxes), a
 * canvas for heat maps (pixel-canvas). Text is drawn with the DejaVu fonts of the npm package `dejavu-fonts-ttf` and
 * with no font of the machine, so that a figure gives the same bytes on every machine of one platform. Text is plain or
 * of plotly's own HTML subset (<b>, <i>, <sub>, <sup>); LaTeX is not typeset.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { refuse } from '../../src/checks.js';
import { figureToJson, pictureSize } from '../../src/display/figure-json.js';
import type { Figure } from '../../src/display/figure-style.js';
import { readFontMetrics } from './font-metrics.js';
import { PixelCanvas } from './pixel-canvas.js';
import { encodePng, halve, type Pixels } from './png-file.js';
import { quickenSelectors } from './quick-selectors.js';
import { boxOf, clientBoxOf, toRectangle } from './svg-boxes.js';
import { clipFarMarks } from './svg-clip.js';
import { pathLength, pointAtLength } from './svg-paths.js';

const FONT_FAMILY = 'DejaVu Sans';
const FONT_FILES = [
  'DejaVuSans.ttf',
  'DejaVuSans-Bold.ttf',
  'DejaVuSans-Oblique.ttf',
  'DejaVuSans-BoldOblique.ttf',
];

/** Pixels of the picture to a CSS pixel of the figure: sharp on dense screens and in print. */
const PIXEL_RATIO = 2;

const require = createRequire(import.meta.url);

function fontFile(name: string): string {
  return join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf', name);
}

type Drawer = (figure: string, width: number, height: number) => Promise<string>;

/** Loads jsdom and plotly, which takes about a second; done once, when the first figure is drawn. */
async function createDrawer(): Promise<Drawer> {
  const { JSDOM, VirtualConsole } = await import('jsdom');
  const virtualConsole = new VirtualConsole();
  virtualConsole.on('jsdomError', (error) => {
    throw error;
  });
  const dom = new JSDOM('<!doctype html><body></body>', { runScripts: 'outside-only', virtualConsole });
  const { window } = dom;
  const fonts = {
    regular: readFontMetrics(fontFile('DejaVuSans.ttf')),
    bold: readFontMetrics(fontFile('DejaVuSans-Bold.ttf')),
  };
  Object.assign(window, { matchMedia: () => ({ matches: false }) });
  Object.assign(window.URL, { createObjectURL: () => '' }); // asked for when plotly's map part is loaded
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return toRectangle(boxOf(this, fonts));
    },
    getBoundingClientRect(this: Element) {
      return toRectangle(clientBoxOf(this, fonts));
    },
    getComputedTextLength(this: Element) {
      return toRectangle(boxOf(this, fonts)).width;
    },
    getTotalLength(this: Element) {
      return pathLength(this.getAttribute('d') ?? '');
    },
    getPointAtLength(this: Element, length: number) {
      return pointAtLength(this.getAttribute('d') ?? '', length);
    },
  });
  quickenSelectors(window);
  const canvases = new WeakMap<HTMLCanvasElement, PixelCanvas>();
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      if (kind !== '2d') return null;
      if (!canvases.has(this)) canvases.set(this, new PixelCanvas(this.width, this.height));
      return canvases.get(this);
    },
    toDataURL(this: HTMLCanvasElement) {
      return canvases.get(this)?.toDataURL() ?? '';
    },
  });
  const context = dom.getInternalVMContext();
  const plotly = require.resolve('plotly.js-dist');
  new Script(readFileSync(plotly, 'utf8'), { filename: plotly }).runInContext(context);
  // The figure is parsed in there: plotly takes objects of another realm for no plain objects.
  return new Script(
    '(figure, width, height) => Plotly.toImage(JSON.parse(figure), { format: "svg", imageDataOnly: true, width, height })',
  ).runInContext(context) as Drawer;
}

let drawer: Promise<Drawer> | undefined;

/** The figure as an SVG document. */
export async function renderSvg(figure: Figure): Promise<string> {
  if (!Array.isArray(figure?.data))
    refuse('renderSvg', 'figure must have an array of traces as data', figure);
  drawer ??= createDrawer();
  const draw = await drawer;
  const { width, height } = pictureSize(figure);
  const svg = await draw(figureToJson(figure), width, height);
  return (
    clipFarMarks(svg, width, height)
      // Quotes within url() are lawful, and more than resvg understands: gradients would turn black.
      .replace(/url\((?:&quot;|['"])(#[^'"&)]*)(?:&quot;|['"])\)/g, 'url($1)')
      // The same for images that are not to be smoothed: resvg knows SVG's own word and not that of CSS.
      .replaceAll('image-rendering: pixelated', 'image-rendering: optimizeSpeed')
      // A faint marker beyond the picture's edge brings resvg down, since its layer would be empty; paint needs none.
      .replace(/(<path class="point"[^>]*style=")opacity: (0\.\d+);([^"]*)"/g, (_, start, opacity, style) => {
        const faint = style.replace(/(fill-opacity|stroke-opacity): 1;/g, `$1: ${opacity};`);
        return `${start}${faint}"`;
      })
  );
}

/** Shades of a channel in the small picture, which only stands in for the figure. */
const PREVIEW_SHADES = 32;

async function renderPixels(figure: Figure, ratio = PIXEL_RATIO): Promise<Pixels> {
  const svg = await renderSvg(figure);
  const { Resvg } = await import('@resvg/resvg-js');
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: ratio },
    font: { loadSystemFonts: false, fontFiles: FONT_FILES.map(fontFile), defaultFontFamily: FONT_FAMILY },
    logLevel: 'off',
  });
  const { pixels, width, height } = picture.render();
  return { pixels, width, height };
}

/** The figure as a PNG file, `ratio` pixels to a CSS pixel, 2 by default; the same figure gives the same bytes. */
export async function renderPng(figure: Figure, ratio?: number): Promise<Uint8Array> {
  return encodePng(await renderPixels(figure, ratio));
}

/** The figure as {@link renderPng} has it, and small, for a page in which the live figure takes its place. */
export async function renderPngPair(figure: Figure): Promise<{ png: Uint8Array; preview: Uint8Array }> {
  const whole = await renderPixels(figure);
  return { png: encodePng(whole), preview: encodePng(halve(whole), PREVIEW_SHADES) };
}
