/** The page that `npm start` leaves: every notebook with its prose, figures and outputs. */

import { escapeHtml } from '../../src/display/table-format.js';
import { provenance } from '../../src/evaluation/provenance.js';
import type { TensorBackend } from '../../src/tensors/backend.js';
import type { Notebook } from '../notebooks/notebook-format.js';
import { notebookHtml } from './notebook-html.js';

/** A notebook on the page. */
export interface PageEntry {
  readonly name: string;
  /** The executed notebook; as far as it came, where it failed, or absent where it did not start. */
  readonly notebook?: Notebook;
  /** The PNG files of its figures, in order, relative to the page. */
  readonly pictures: readonly string[];
  readonly seconds?: number;
  readonly error?: string;
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  img { max-width: 100%; height: auto; display: block; margin: 1rem 0; }
  pre { background: #f6f6f6; padding: .6rem; overflow-x: auto; font-size: 13px; }
  pre.error, .failed { color: #a00; }
  details summary { color: #777; font-size: 13px; cursor: pointer; }
  table { border-collapse: collapse; margin: 1rem 0; font-size: 14px; }
  th, td { border-bottom: 1px solid #ddd; padding: .2rem .7rem; text-align: left; }
  article { border-top: 3px solid #ddd; margin-top: 3rem; }
  footer { color: #777; font-size: 13px; margin-top: 3rem; }
`;

export function summaryPage(entries: readonly PageEntry[], backend: TensorBackend): string {
  const { version, node, platform } = provenance();
  const list = entries.map(
    ({ name, seconds, error }) =>
      `<li><a href="#${name}">${name}</a> ${error ? '<b class="failed">failed</b>' : `${seconds?.toFixed(1)} s`}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>orbit-l2o: notebooks</title>
<style>${STYLE}</style>
<h1>orbit-l2o</h1>
<p>Learning to optimize with parameter-space symmetries: the notebooks, run from top to bottom.</p>
<ul>${list.join('\n')}</ul>
${entries.map(article).join('\n')}
<footer>orbit-l2o ${version}, Node ${node}, ${platform}; meta-optimizer on WebAssembly SIMD, TensorFlow.js on
${escapeHtml(backend.name)}.</footer>
</html>
`;
}

function article({ name, notebook, pictures, error }: PageEntry): string {
  const failure = error ? `<p class="failed">${escapeHtml(error)}</p>` : '';
  const body = notebook ? notebookHtml(notebook, (n) => pictures[n]) : '';
  const link = `<p><a href="notebooks/${name}.ipynb">executed notebook</a></p>`;
  return `<article id="${name}">${failure}${body}${link}</article>`;
}
