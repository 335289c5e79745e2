/**
 * Bounding boxes of SVG elements without a browser, as far as plotly asks for them: it lays out axes, legends and
 * annotations by the boxes of their text. Text is measured with the font that draws it; of other shapes, `rect` has a
 * box and the rest has none.
 */

import type { FontMetrics } from './font-metrics.js';

/** A rectangle; `left > right` says that it holds nothing. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** x ↦ a x + c y + e, y ↦ b x + d y + f, as SVG's matrix(a, b, c, d, e, f). */
type Matrix = readonly [number, number, number, number, number, number];

/** The fonts that text may be set in. */
export interface TextFonts {
  readonly regular: FontMetrics;
  readonly bold: FontMetrics;
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function matrixOf(kind: string, numbers: readonly number[]): Matrix {
  const [p = 0, q, r = 0, ...rest] = numbers;
  if (kind === 'translate') return [1, 0, 0, 1, p, q ?? 0];
  if (kind === 'scale') return [p, 0, 0, q ?? p, 0, 0];
  if (kind === 'rotate') {
    const angle = (p * Math.PI) / 180;
    const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
    const about = q ?? 0;
    return multiply(multiply([1, 0, 0, 1, about, r], turn), [1, 0, 0, 1, -about, -r]);
  }
  if (kind === 'matrix') return [p, q, r, ...rest] as unknown as Matrix;
  throw new Error(`boxOf: transform must be translate, scale, rotate or matrix, got ${kind}`);
}

function transformOf(element: Element): Matrix {
  const calls = element.getAttribute('transform')?.matchAll(/(\w+)\(([^)]*)\)/g) ?? [];
  let matrix = IDENTITY;
  for (const [, kind, list] of calls) {
    matrix = multiply(matrix, matrixOf(kind, (list.match(/[-+\d.eE]+/g) ?? []).map(Number)));
  }
  return matrix;
}

function join(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

function mapBox([a, b, c, d, e, f]: Matrix, box: Box): Box {
  if (box.left > box.right) return box;
  const corners = [box.left, box.right].flatMap((x) =>
    [box.top, box.bottom].map((y) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  return join(corners.map(({ x, y }) => ({ left: x, right: x, top: y, bottom: y })));
}

function numberAttribute(element: Element, name: string, otherwise: number): number {
  const value = Number.parseFloat(element.getAttribute(name) ?? '');
  return Number.isFinite(value) ? value : otherwise;
}

interface TextStyle {
  readonly size: number;
  readonly bold: boolean;
}

function styleOf(element: Element, outer: TextStyle): TextStyle {
  const { fontSize, fontWeight } = (element as SVGElement).style;
  const size = Number.parseFloat(fontSize);
  return {
    size: Number.isNaN(size) ? outer.size : fontSize.endsWith('%') ? (outer.size * size) / 100 : size,
    bold: fontWeight === '' ? outer.bold : fontWeight === 'bold' || Number(fontWeight) >= 600,
  };
}

function textWidth(node: Node, style: TextStyle, fonts: TextFonts): number {
  const font = style.bold ? fonts.bold : fonts.regular;
  if (node.nodeType === 3) return font.width(node.textContent ?? '') * style.size;
  const inner = styleOf(node as Element, style);
  return Array.from(node.childNodes).reduce((sum, child) => sum + textWidth(child, inner, fonts), 0);
}

/** The box of a `text` element; plotly sets each line of it as a `tspan` of class `line`. */
function textBox(element: Element, fonts: TextFonts): Box {
  const style = styleOf(element, { size: 12, bold: false });
  const anchor = element.getAttribute('text-anchor') ?? (element as SVGElement).style.textAnchor;
  const lines = Array.from(element.children).filter((child) => child.getAttribute('class') === 'line');
  const boxes = (lines.length > 0 ? lines : [element]).map((line) => {
    const width = textWidth(line, line === element ? { size: 12, bold: false } : style, fonts);
    const x = numberAttribute(line, 'x', numberAttribute(element, 'x', 0));
    const shift = line === element ? 0 : numberAttribute(line, 'dy', 0) * style.size; // plotly's unit here is em
    const baseline = numberAttribute(line, 'y', numberAttribute(element, 'y', 0)) + shift;
    const left = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
    const { ascent, descent } = style.bold ? fonts.bold : fonts.regular;
    return {
      left,
      right: left + width,
      top: baseline - ascent * style.size,
      bottom: baseline + descent * style.size,
    };
  });
  return join(boxes);
}

/** The box of an element in its own coordinates, as SVG's getBBox. */
export function boxOf(element: Element, fonts: TextFonts): Box {
  if (element.localName === 'text') return textBox(element, fonts);
  if (element.localName === 'rect') {
    const left = numberAttribute(element, 'x', 0);
    const top = numberAttribute(element, 'y', 0);
    return {
      left,
      top,
      right: left + numberAttribute(element, 'width', 0),
      bottom: top + numberAttribute(element, 'height', 0),
    };
  }
  return join(Array.from(element.children).map((child) => mapBox(transformOf(child), boxOf(child, fonts))));
}

/** The box of an element on the page, as getBoundingClientRect: its own and all outer transforms applied. */
export function clientBoxOf(element: Element, fonts: TextFonts): Box {
  let box = boxOf(element, fonts);
  for (let at: Element | null = element; at !== null && at.localName !== 'svg'; at = at.parentElement) {
    box = mapBox(transformOf(at), box);
  }
  return box;
}

/** A box as the DOM gives it; one that holds nothing lies at the origin. */
export function toRectangle({ left, top, right, bottom }: Box): DOMRect {
  if (left > right) return toRectangle({ left: 0, top: 0, right: 0, bottom: 0 });
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top } as DOMRect;
}
