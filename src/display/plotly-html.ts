/** The live form of a figure: a small picture, in whose place the figure is drawn where the notebook's server gives plotly. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { escapeHtml } from './table-format.js';

/** plotly, as a file of the notebook server, which `npm run lab` starts in the project's root. */
const PLOTLY_FILE = 'files/node_modules/plotly.js-dist/plotly.js';

/**
 * A script for the page. JupyterLab keeps its base URL in a JSON element, the classic Notebook on `body`. While plotly
 * loads, `define` is hidden: the classic Notebook has require.js, to which plotly would hand itself over.
 */
function script(id: string, figureJson: string): string {
  return `(() => {
  const place = document.getElementById('${id}');
  const draw = () => {
    place.textContent = '';
    window.Plotly.newPlot(place, figure.data, figure.layout);
  };
  const figure = ${figureJson.replaceAll('<', '\\u003c')};
  if (window.Plotly) return draw();
  const waiting = (window.orbitPlotlyWaiting ??= []);
  if (waiting.push(draw) > 1) return;
  const lab = document.getElementById('jupyter-config-data');
  const base = lab ? JSON.parse(lab.textContent).baseUrl : document.body.dataset.baseUrl ?? '/';
  const define = window.define;
  window.define = undefined;
  const element = document.createElement('script');
  element.src = base.replace(/\\/?$/, '/') + '${PLOTLY_FILE}';
  element.onload = () => { window.define = define; for (const task of waiting.splice(0)) task(); };
  element.onerror = () => { window.define = define; waiting.length = 0; };
  document.head.append(element);
})();`;
}

/** HTML for a notebook under a server. Readers that run no script, or find no server, keep the picture, or its words. */
export function figureToHtml(
  figureJson: string,
  preview: string | undefined,
  text: string,
  { width, height }: { width: number; height: number },
): string {
  const id = `figure-${bytesToHex(sha256(utf8ToBytes(figureJson))).slice(0, 12)}`;
  const words = escapeHtml(text);
  const picture =
    preview === undefined
      ? words
      : `<img src="data:image/png;base64,${preview}" alt="${words}" width="${width}" height="${height}">`;
  return `<div id="${id}">${picture}</div>\n<script>${script(id, figureJson)}</script>`;
}
