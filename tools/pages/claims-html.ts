/** The claims as a list: what is said or asked, the number and the verdict in sight, what is behind them on opening. */

import { byVerdict, type Claim, verdictInWords, whose } from '../../experiments/claims/claim.js';
import { escapeHtml } from '../../src/display/table-format.js';
import { numberWithInterval } from './claims-text.js';

/** How many claims have each verdict, a line of words for the paper's claims, its questions and those of this project. */
export function tallyHtml(claims: readonly Claim[]): string {
  const lines = new Map<string, string[]>();
  for (const { whose: asker, claims: found } of byVerdict(claims)) {
    lines.set(asker, [...(lines.get(asker) ?? []), `<li>${found.length} ${verdictHtml(found[0])}</li>`]);
  }
  const entries = [...lines].map(([asker, counts]) => `<li>${asker}: <ul>${counts.join('')}</ul></li>`);
  return `<ul class="tally">${entries.join('')}</ul>`;
}

/** @param pages - the notebooks that have a page NAME.html; a claim is linked to those that show it. */
export function claimsHtml(claims: readonly Claim[], pages: ReadonlySet<string> = new Set()): string {
  return `<div class="claims">\n${claims.map((claim) => claimHtml(claim, pages)).join('\n')}\n</div>`;
}

function claimHtml(claim: Claim, pages: ReadonlySet<string>): string {
  const { id, statement, finding, quantity, details = [] } = claim;
  const number = escapeHtml(numberWithInterval({ ...claim, quantity: undefined }));
  const what =
    claim.number === undefined || quantity === undefined ? '' : `<small>${escapeHtml(quantity)}</small>`;
  const list = details.map((text) => `<li>${escapeHtml(text)}</li>`).join('');
  const folded = `<details><summary>${details.length} comparisons</summary><ul>${list}</ul></details>`;
  return `<details class="claim" id="${escapeHtml(id)}"><summary>
<span class="id">${escapeHtml(id)} <small>${whose(claim)}</small></span><span>${escapeHtml(statement)}</span>
<span class="number">${number}${what}</span>${verdictHtml(claim)}
</summary><div class="more"><p>${escapeHtml(finding)}</p>${list && folded}<p>Shown by ${shownByHtml(claim, pages)}.</p></div></details>`;
}

function verdictHtml(claim: Claim): string {
  return `<b class="verdict ${claim.verdict.replaceAll(' ', '-')}">${verdictInWords(claim)}</b>`;
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
