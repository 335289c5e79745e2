/**
 * Finds elements by tag, id and classes, `g.legendpoints`, `#clip1` or `.js-line`, as plotly asks for them some thousand times a figure.
 *
 * jsdom's engine knows all of CSS. It takes a tenth of a millisecond to begin with, where a walk over a label's few elements takes a hundredth,
 * and it keeps for each selector the element that it last looked below, so that one with an id that no other figure has keeps its figure for good.
 * Any other selector is left to it.
 */

import type { DOMWindow } from 'jsdom';

/** A tag as it is written in SVG, an id and classes, or some of them. */
const TAG_ID_CLASSES = /^([a-z][A-Za-z]*)?(?:#([A-Za-z_][\w-]*))?((?:\.[A-Za-z_][\w-]*)*)$/;

type Matches = (element: Element) => boolean;

/** What such a selector asks of an element; undefined for others. */
function matcherOf(selector: string): Matches | undefined {
  const parts = TAG_ID_CLASSES.exec(selector);
  if (!parts || selector === '') return undefined;
  const [, tag, id, classes] = parts;
  const names = classes.split('.').slice(1);
  return (element) => {
    if (tag !== undefined && element.localName !== tag) return false;
    if (id !== undefined && element.getAttribute('id') !== id) return false;
    if (names.length === 0) return true;
    const own = element.getAttribute('class')?.split(/\s+/);
    return own !== undefined && names.every((name) => own.includes(name));
  };
}

/** Gives a window's elements and document the quick way for the selectors that it can. */
export function quickenSelectors(window: DOMWindow): void {
  const { document, NodeFilter, Element, Document } = window;
  const walk = (root: Node) => document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (const { prototype } of [Element, Document]) {
    const { querySelector, querySelectorAll } = prototype;
    Object.assign(prototype, {
      querySelector(this: Element, selector: string): Element | null {
        const matches = matcherOf(selector);
        if (!matches) return querySelector.call(this, selector);
        const walker = walk(this);
        for (;;) {
          const element = walker.nextNode() as Element | null;
          if (element === null || matches(element)) return element;
        }
      },
      querySelectorAll(this: Element, selector: string): ArrayLike<Element> {
        const matches = matcherOf(selector);
        if (!matches) return querySelectorAll.call(this, selector);
        const found: Element[] = [];
        const walker = walk(this);
        for (;;) {
          const element = walker.nextNode() as Element | null;
          if (element === null) return found;
          if (matches(element)) found.push(element);
        }
      },
    });
  }
}
