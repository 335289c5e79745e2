/**
 * A figure on a page and its files: NAME.png, the picture, and NAME.js, its data, which a page loads when the picture is
 * clicked. The data is a script and no JSON, since a page that is opened as a file may load the one and not the other.
 */

import { join } from 'node:path';
import { escapeHtml } from '../../src/display/table-format.js';
import { writeWhole } from '../../src/node/files.js';

export interface FigureFiles {
  /** Its name among the figures of the folder. */
  readonly name: string;
  readonly png: Uint8Array;
  /** The figure as JSON; absent where there is but a picture. */
  readonly json?: string;
}

/** A figure as a page shows it. */
export interface ShownFigure {
  readonly name: string;
  /** What stands for the picture where it cannot be seen. */
  readonly alt: string;
  /** Whether it has data beside it. */
  readonly live: boolean;
  /** In CSS pixels, where known: the page then keeps the place free. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly caption?: string;
}

/** Writes the files of a figure into `FOLDER/figures`, which must be there. */
export function writeFigureFiles(folder: string, { name, png, json }: FigureFiles): void {
  writeWhole(join(folder, 'figures', `${name}.png`), png);
  if (json === undefined) return;
  const script = `orbitFigures[${JSON.stringify(name)}] = ${json};\n`;
  writeWhole(join(folder, 'figures', `${name}.js`), script);
}

/** The picture, a button where it can become the live figure. */
export function figureHtml({ name, alt, live, size, caption }: ShownFigure): string {
  const place = size ? ` width="${size.width}" height="${size.height}"` : '';
  const picture = `<img loading="lazy" src="${pictureFile(name)}" alt="${escapeHtml(alt)}"${place}>`;
  const words = caption === undefined ? '' : `<figcaption>${caption}</figcaption>`;
  if (!live) return `<figure class="figure"><div class="picture">${picture}</div>${words}</figure>`;
  const data = `data-figure="${escapeHtml(name)}" data-data="figures/${escapeHtml(name)}.js"`;
  const button = `<button type="button" class="picture" title="Click to zoom and read values">${picture}</button>`;
  return `<figure class="figure" ${data}>${button}${words}</figure>`;
}

/** The picture's address on a page. */
export function pictureFile(name: string): string {
  return `figures/${escapeHtml(name)}.png`;
}
