/**
 * Finds elements by tag and classes, `g.legendpoints` or `.js-line`, as plotly asks for them some thousand times a figure.
 * jsdom's engine knows all of CSS and takes a tenth of a millisecond to begin with; a walk over a label's few elements takes hundredths of that.
 * Any other selector is left to jsdom.
 */

import type { DOMWindow } from 'jsdom';

/** A tag in small letters, classes, or both. */
const TAG_AND_CLASSES = /^([a-z]+)?((?:\.[A-Za-z_][\w-]*)*)$/;

type Matches = (element: Element) => boolean;

/** What such a selector asks of an element; undefined for others. */
function matcherOf(selector: string): Matches | undefined {
  const parts = TAG_AND_CLASSES.exec(selector);
  if (!parts || selector === '') return undefined;
  const [, tag, classes] = parts;
  const names = classes.split('.').slice(1);
  return (element) => {
    if (tag !== undefined && element.localName !== tag) return false;
    if (names.length === 0) return true;
    const own = element.getAttribute('class')?.split(/\s+/);
    return own !== undefined && names.every((name) => own.includes(name));
  };
}

/** Gives a window's elements and document the quick way for the selectors that it can. */
export function quickenSelectors(window: DOMWindow): void {
  const { document, NodeFilter, Element, Document } = window;
  const known = new Map<string, Matches | undefined>();
  const matcher = (selector: string) => {
    if (!known.has(selector)) known.set(selector, matcherOf(selector));
    return known.get(selector);
  };
  const walk = (root: Node) => document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (const { prototype } of [Element, Document]) {
    const { querySelector, querySelectorAll } = prototype;
    Object.assign(prototype, {
      querySelector(this: Element, selector: string): Element | null {
        const matches = matcher(selector);
        if (!matches) return querySelector.call(this, selector);
        const walker = walk(this);
        for (;;) {
          const element = walker.nextNode() as Element | null;
          if (element === null || matches(element)) return element;
        }
      },
      querySelectorAll(this: Element, selector: string): ArrayLike<Element> {
        const matches = matcher(selector);
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
