/**
 * At most 256 colours for a picture: a figure has few, and one byte a pixel deflates to less than half of three.
 *
 * Colours are counted in cells of 5 bits a channel; the most frequent cells are kept, each by its most frequent colour, and
 * every other cell goes to the nearest of them. (Popularity: P. Heckbert, Color image quantization for frame buffer
 * display, SIGGRAPH 1982. For photographs his median cut is better; figures are plain areas.)
 */

/** Colours that one byte can name. */
const MOST = 256;

/** The cell of a colour 0xRRGGBB: the upper 5 bits of each channel. */
const cellOf = (colour: number): number =>
  ((colour >> 9) & 0x7c00) | ((colour >> 6) & 0x3e0) | ((colour >> 3) & 0x1f);

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

/** The colours kept, and for each pixel the index of its own. */
export interface Indexed {
  readonly colours: readonly number[];
  readonly indices: Uint8Array;
}

/** How often each colour is there. A figure's pixels are mostly those beside them: a run of one colour is counted at once. */
function countColours(pixels: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; ) {
    const colour = pixels[at];
    const start = at;
    while (pixels[at] === colour) at++; // beyond the end it is undefined
    counts.set(colour, (counts.get(colour) ?? 0) + at - start);
  }
  return counts;
}

/** Pixels 0xRRGGBB by at most 256 colours; those of a picture of up to 256 colours stay as they are. */
export function toPalette(pixels: Uint32Array): Indexed {
  const all = [...countColours(pixels)].sort(([a, m], [b, n]) => n - m || a - b);
  const cells = new Map<number, { colour: number; count: number }>();
  for (const [colour, count] of all) {
    const key = all.length <= MOST ? colour : cellOf(colour);
    const cell = cells.get(key);
    if (cell) cell.count += count;
    else cells.set(key, { colour, count });
  }
  const kept = [...cells.values()].sort((a, b) => b.count - a.count || a.colour - b.colour).slice(0, MOST);
  const colours = kept.map(({ colour }) => colour);
  const indexOf = new Map<number, number>();
  for (const [colour] of all) {
    const own = all.length <= MOST ? colour : (cells.get(cellOf(colour))?.colour ?? colour);
    indexOf.set(colour, nearest(colours, own));
  }
  const indices = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; ) {
    const colour = pixels[at];
    const start = at;
    while (pixels[at] === colour) at++;
    indices.fill(indexOf.get(colour)!, start, at);
  }
  return { colours, indices };
}

function nearest(colours: readonly number[], wanted: number): number {
  let best = 0;
  for (let i = 1; i < colours.length; i++) {
    if (distance(colours[i], wanted) < distance(colours[best], wanted)) best = i;
  }
  return best;
}
