import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { pinnedLine } from '../../../src/display/pinned-line.js';

/** A page that puts HTML in an output's place and runs its script, as a notebook server's page does. */
function page() {
  const { window } = new JSDOM('<div id="output"></div>', { runScripts: 'outside-only' });
  const { document } = window;
  const pinned = () => document.querySelector('button');
  const put = (html: string) => {
    const output = document.getElementById('output') as HTMLElement;
    output.innerHTML = html;
    window.eval(output.querySelector('script')?.textContent ?? '');
  };
  return { document, pinned, put };
}

describe('the line of a bar in a page', () => {
  test('is at the page’s edge once while it moves, and no more when it is done', () => {
    const { document, pinned, put } = page();
    put(pinnedLine('progress-1', 'training 1/7', true));
    put(pinnedLine('progress-1', 'training 2/7', true));
    expect(document.querySelectorAll('button')).toHaveLength(1);
    expect(pinned()?.textContent).toBe('training 2/7');
    put(pinnedLine('progress-1', 'training 7/7', false));
    expect(pinned()).toBeNull();
    expect(document.querySelector('pre')?.textContent).toBe('training 7/7');
  });

  test('is not pinned anew when a saved notebook is opened later', () => {
    const { pinned, put } = page();
    put(pinnedLine('progress-1', 'training 1/7', true, Date.now() - 61_000));
    expect(pinned()).toBeNull();
  });

  test('shows any label as text', () => {
    const { document, pinned, put } = page();
    const line = '</script><b title="x">`a`\\';
    put(pinnedLine('progress-2', line, true));
    expect(pinned()?.textContent).toBe(line);
    expect(document.querySelector('pre')?.textContent).toBe(line);
    expect(document.querySelector('b')).toBeNull();
  });
});
