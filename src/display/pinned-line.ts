/**
 * A progress bar's line in a page of a notebook server: at its place in the output, and, for as long as it moves, once more at the
 * page's upper edge, since "Run All" leaves the reader at the last cell. A click on it goes to its cell.
 */

import { escapeHtml } from './table-format.js';

/** A line that nobody moves for so long belongs to a kernel that has ended. */
const FORGOTTEN_AFTER_MS = 60_000;

const STYLE =
  'position:fixed;top:4px;right:8px;z-index:10000;max-width:60vw;overflow:hidden;padding:3px 12px;' +
  'white-space:nowrap;text-overflow:ellipsis;cursor:pointer;border:0;border-radius:6px;background:#333;color:#fff;' +
  'font:12px/1.5 monospace;';

/** HTML of a bar's line; `moving` says that it is to be seen at the page's edge as well. */
export function pinnedLine(id: string, line: string, moving: boolean, now = Date.now()): string {
  const text = JSON.stringify(line).replaceAll('<', '\\u003c');
  const shown = `<pre id="${id}">${escapeHtml(line)}</pre>`;
  return `${shown}\n<script>(() => {
  const pinned = document.getElementById('pinned-${id}');
  if (!${moving} || Date.now() - ${now} > ${FORGOTTEN_AFTER_MS}) return pinned?.remove();
  const button = pinned ?? document.createElement('button');
  button.id = 'pinned-${id}';
  button.title = 'go to the cell';
  button.style.cssText = '${STYLE}';
  button.textContent = ${text};
  button.onclick = () => document.getElementById('${id}')?.scrollIntoView({ block: 'center' });
  if (!pinned) document.body.append(button);
  clearTimeout(button.forgotten);
  button.forgotten = setTimeout(() => button.remove(), ${FORGOTTEN_AFTER_MS});
})();</script>`;
}
