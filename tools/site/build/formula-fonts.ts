/**
 * The fonts of the formulas as a script that runs before the first paint. A font that a style asks for comes after it and changes
 * the width of every formula; one that is made from bytes is there at once. They are those that the article's formulas
 * ask for; another one would come from its file, as on all pages.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Family, file, style. */
const USED = [
  ['KaTeX_Main', 'KaTeX_Main-Regular', 'normal'],
  ['KaTeX_Math', 'KaTeX_Math-Italic', 'italic'],
  ['KaTeX_Size1', 'KaTeX_Size1-Regular', 'normal'],
  ['KaTeX_Size3', 'KaTeX_Size3-Regular', 'normal'],
] as const;

/** The script. */
export function formulaFonts(): string {
  const folder = join(dirname(require.resolve('katex/dist/katex.min.css')), 'fonts');
  const fonts = USED.map(([family, file, style]) => {
    const data = readFileSync(join(folder, `${file}.woff2`)).toString('base64');
    return { family, style, data };
  });
  return `for (const { family, style, data } of ${JSON.stringify(fonts)}) {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  document.fonts.add(new FontFace(family, bytes, { style }));
}
`;
}
