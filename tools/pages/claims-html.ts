/** The claims as a list: what the paper says, the number and the verdict in sight, what is behind them on opening. */

import type { Claim, Verdict } from '../../experiments/claims/claim.js';
import { escapeHtml } from '../../src/display/table-format.js';
import { numberWithInterval } from './claims-text.js';

/** How many claims have each verdict, as a line of words. */
export function tallyHtml(claims: readonly Claim[]): string {
  const verdicts: readonly Verdict[] = ['reproduced', 'partly', 'not', 'not yet checked'];
  const entries = verdicts.flatMap((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`<li>${count} ${verdictHtml(verdict)}</li>`];
  });
  return `<ul class="tally">${entries.join('')}</ul>`;
}

/** @param pages - the notebooks that have a page NAME.html; a claim is linked to those that show it. */
export function claimsHtml(claims: readonly Claim[], pages: ReadonlySet<string> = new Set()): string {
  return `<div class="claims">\n${claims.map((claim) => claimHtml(claim, pages)).join('\n')}\n</div>`;
}

function claimHtml(claim: Claim, pages: ReadonlySet<string>): string {
  const { id, statement, verdict, finding, quantity, details = [] } = claim;
  const number = escapeHtml(numberWithInterval({ ...claim, quantity: undefined }));
  const what =
    claim.number === undefined || quantity === undefined ? '' : `<small>${escapeHtml(quantity)}</small>`;
  const list = details.map((text) => `<li>${escapeHtml(text)}</li>`).join('');
  const folded = `<details><summary>${details.length} comparisons</summary><ul>${list}</ul></details>`;
  return `<details class="claim" id="${escapeHtml(id)}"><summary>
<span class="id">${escapeHtml(id)}</span><span>${escapeHtml(statement)}</span>
<span class="number">${number}${what}</span>${verdictHtml(verdict)}
</summary><div class="more"><p>${escapeHtml(finding)}</p>${list && folded}<p>Shown by ${shownByHtml(claim, pages)}.</p></div></details>`;
}

function verdictHtml(verdict: Verdict): string {
  const words = verdict === 'not' ? 'not reproduced' : verdict;
  return `<b class="verdict ${verdict.replaceAll(' ', '-')}">${words}</b>`;
}

/** Notebooks by their names, commands as they are. */
function shownByHtml({ notebook }: Claim, pages: ReadonlySet<string>): string {
  if (notebook.startsWith('orbit-l2o ')) return `<code>${escapeHtml(notebook)}</code>`;
  const names = notebook.split(', ').map((name) => {
    const text = escapeHtml(name);
    return pages.has(name) ? `<a href="${text}.html">${text}</a>` : text;
  });
  return `${names.length === 1 ? 'the notebook' : 'the notebooks'} ${names.join(', ')}`;
}
