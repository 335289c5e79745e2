import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { boxOf, clientBoxOf, type TextFonts } from '../../../tools/png/svg-boxes.js';
import { pathLength, pointAtLength } from '../../../tools/png/svg-paths.js';

/** A font in which every character is as wide as half its size, and bold ones as wide as their size. */
const metrics = (advance: number) => ({
  ascent: 0.8,
  descent: 0.2,
  width: (text: string) => text.length * advance,
});
const fonts: TextFonts = { regular: metrics(0.5), bold: metrics(1) };

function element(svg: string): Element {
  const { document } = new JSDOM(`<svg xmlns="http://www.w3.org/2000/svg">${svg}</svg>`).window;
  return document.querySelector('[id=it]')!;
}

describe('boxes of text', () => {
  it('depend on anchor, size, weight and position', () => {
    const box = (attributes: string, content = 'abcd') =>
      boxOf(element(`<text id="it" ${attributes}>${content}</text>`), fonts);
    expect(box('style="font-size: 10px"')).toEqual({ left: 0, top: -8, right: 20, bottom: 2 });
    expect(box('x="5" y="8" text-anchor="middle" style="font-size: 10px"')).toEqual({
      left: -5,
      top: 0,
      right: 15,
      bottom: 10,
    });
    expect(box('text-anchor="end" style="font-size: 10px; font-weight: bold"')).toMatchObject({
      left: -40,
      right: 0,
    });
    expect(box('style="font-size: 10px"', 'ab<tspan style="font-size: 50%">cd</tspan>')).toMatchObject({
      right: 15,
    });
  });

  it('grow with lines, and join those within a group', () => {
    const lines =
      '<tspan class="line" x="0" y="0" dy="0em">ab</tspan><tspan class="line" x="0" y="0" dy="1.5em">abcdef</tspan>';
    const group = `<g id="it"><text style="font-size: 10px">${lines}</text></g>`;
    expect(boxOf(element(group), fonts)).toEqual({ left: 0, top: -8, right: 30, bottom: 17 });
  });

  it('follow transforms', () => {
    const text = '<text id="it" transform="rotate(90)" style="font-size: 10px">abcd</text>';
    const box = clientBoxOf(element(`<g transform="translate(100,50)">${text}</g>`), fonts);
    expect(box.left).toBeCloseTo(98, 12);
    expect(box.right).toBeCloseTo(108, 12);
    expect(box.top).toBeCloseTo(50, 12);
    expect(box.bottom).toBeCloseTo(70, 12);
    expect(() => clientBoxOf(element('<rect id="it" transform="skewX(3)"/>'), fonts)).toThrow(
      /transform must be/,
    );
  });
});

describe('lengths of paths', () => {
  it('add up over lines and stop at their ends', () => {
    expect(pathLength('M0,0L3,4H13V0')).toBe(19);
    expect(pathLength('M0,0L3,0L3,4Z')).toBe(12);
    expect(pathLength('M0,0L1,0M5,5L5,7')).toBe(3);
    expect(pointAtLength('M0,0L3,4H13', 10)).toEqual({ x: 8, y: 4 });
    expect(pointAtLength('M0,0L3,4', 99)).toEqual({ x: 3, y: 4 });
    expect(pointAtLength('M1,2L3,4', 0)).toEqual({ x: 1, y: 2 });
  });

  it('follow curves: a quarter circle of four cubics to a percent', () => {
    const k = 0.5522847498;
    const quarter = `M1,0C1,${k} ${k},1 0,1`;
    expect(Math.abs(pathLength(quarter) / (Math.PI / 2) - 1)).toBeLessThan(0.01);
    expect(Math.hypot(...Object.values(pointAtLength(quarter, 0.7)))).toBeGreaterThan(0.98);
    expect(pathLength('M0,0Q1,0 2,0')).toBeCloseTo(2, 12);
  });

  it('refuse commands that plotly does not draw lines with', () => {
    expect(() => pathLength('M0,0A1,1 0 0 0 2,2')).toThrow('command must be one of M L H V Q C Z, got A');
  });
});
