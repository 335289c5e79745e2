/**
 * The numbers that a page has before its program has run: those that the program itself writes at the defaults, in jsdom. So
 * nothing on the page moves when the program starts, and who runs no scripts reads a whole text.
 */

import { escapeHtml } from '../../../src/display/table-format.js';

/** Longer than any machine takes; the program says when it is through. */
const PATIENCE = 60_000; // ms

const PLACE = /(<span class="told" data-live="([^"]+)">)[^<]*(<\/span>)/g;

/** The page with its numbers. @throws where the program fails, or never ends. */
export async function withFirstNumbers(page: string, program: string): Promise<string> {
  const { JSDOM, VirtualConsole } = await import('jsdom');
  const virtualConsole = new VirtualConsole();
  let fault: unknown;
  virtualConsole.on('jsdomError', (error: unknown) => {
    fault = error;
  });
  const dom = new JSDOM(page, {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    url: 'https://localhost/',
    virtualConsole,
  });
  const { window } = dom;
  try {
    window.matchMedia = (() => ({ matches: false })) as never; // jsdom has none
    window.eval(program);
    const { documentElement: root } = window.document;
    for (const from = performance.now(); root.dataset.article !== 'ready'; ) {
      if (fault) throw fault;
      if (performance.now() - from > PATIENCE) throw new Error('withFirstNumbers: the program must end');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const told = new Map(
      [...window.document.querySelectorAll<HTMLElement>('[data-live]')].map((place) => [
        place.dataset.live!,
        place.textContent ?? '',
      ]),
    );
    return page.replace(PLACE, (_, open: string, name: string, close: string) => {
      return `${open}${escapeHtml(told.get(name) ?? '')}${close}`;
    });
  } finally {
    window.close();
  }
}
