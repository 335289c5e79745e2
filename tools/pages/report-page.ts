/** The page that `reproduce` leaves: the claims, then every experiment with its figures and comparisons. */

import type { Claim } from '../../experiments/claims/claim.js';
import { type PairStatistics, pairRows } from '../../experiments/plots/statistics.js';
import { escapeHtml, formatTable, type TableRow, tableToHtml } from '../../src/display/table-format.js';
import { provenance } from '../../src/evaluation/provenance.js';
import { numberWithInterval, shownBy } from './claims-text.js';

/** An experiment on the page. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly seeds: number;
  /** Where its configuration is first not the experiment's own: what is shown is a quick look. */
  readonly departure: string | undefined;
  /** Names of its figures. */
  readonly figures: readonly string[];
  /** What became of each method. */
  readonly methods: readonly TableRow[];
  /** What there is to say about the figures. */
  readonly notes: readonly string[];
  readonly statistics?: PairStatistics;
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; margin: 1rem 0; font-size: 14px; }
  .quick-look { background: #fff4e0; border-left: 4px solid #e69f00; padding: .4rem .8rem; }
  caption { text-align: left; color: #555; }
  th, td { border-bottom: 1px solid #ddd; padding: .25rem .7rem; text-align: left; vertical-align: top; }
  .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(30rem, 1fr)); gap: 1rem; }
  img { width: 100%; height: auto; }
  section { border-top: 3px solid #ddd; margin-top: 2rem; }
  footer { color: #777; font-size: 13px; margin-top: 2rem; }
  .reproduced { color: #00704f; } .partly { color: #8a5a00; } .not { color: #b03000; } .not-yet-checked { color: #777; }
`;

export function reportPage(claims: readonly Claim[], sections: readonly ReportSection[]): string {
  const { version, node, platform } = provenance();
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>orbit-l2o: results</title>
<style>${STYLE}</style>
<h1>Results of orbit-l2o</h1>
<h2 id="claims">The paper's claims and what was found</h2>
<p>Also as <a href="claims.md">claims.md</a> and <a href="claims.json">claims.json</a>.</p>
<table>
<tr><th></th><th>The paper says</th><th>Our number [95 % interval]</th><th>Verdict</th><th>What was found</th><th>Shown by</th></tr>
${claims.map(claimRow).join('\n')}
</table>
${sections.map(sectionHtml).join('\n')}
<footer>orbit-l2o ${escapeHtml(version)}, Node ${escapeHtml(node)}, ${escapeHtml(platform)}.</footer>
</html>
`;
}

function claimRow(claim: Claim): string {
  const { id, statement, verdict, finding, details = [] } = claim;
  const cells = [id, statement, numberWithInterval(claim)].map((text) => `<td>${escapeHtml(text)}</td>`);
  cells.push(`<td><b class="${verdict.replaceAll(' ', '-')}">${verdict}</b></td>`);
  const list = details.map((text) => `<li>${escapeHtml(text)}</li>`).join('');
  const folded = `<details><summary>${details.length} comparisons</summary><ul>${list}</ul></details>`;
  cells.push(`<td>${escapeHtml(finding)}${list && folded}</td>`);
  cells.push(`<td>${escapeHtml(shownBy(claim).replaceAll('`', ''))}</td>`);
  return `<tr>${cells.join('')}</tr>`;
}

function quickLook(departure: string): string {
  const text = `A quick look: not the experiment’s own configuration (${departure}). Nothing is judged by it.`;
  return `<p class="quick-look">${escapeHtml(text)}</p>`;
}

function sectionHtml({
  id,
  title,
  seeds,
  departure,
  figures,
  methods,
  notes,
  statistics,
}: ReportSection): string {
  const pictures = figures.map(
    (name) =>
      `<a href="figures/${name}.html" title="open to zoom and read"><img src="figures/${name}.png" alt="${escapeHtml(name)}"></a>`,
  );
  return `<section id="${id}">
<h2>${escapeHtml(title)}</h2>
${departure === undefined ? '' : quickLook(departure)}
<p>${seeds} training seed${seeds === 1 ? '' : 's'}; results in <a href="runs/${id}.jsonl">runs/${id}.jsonl</a>${
    statistics ? `, comparisons in <a href="statistics/${id}.json">statistics/${id}.json</a>` : ''
  }.</p>
<div class="figures">
${pictures.join('\n')}
</div>
${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
${tableToHtml(formatTable(methods, { caption: METHODS_CAPTION }))}
${statistics ? statisticsHtml(statistics) : ''}
</section>`;
}

const METHODS_CAPTION =
  'Loss after the last step over test tasks and seeds. A tuned baseline’s step size was searched on training tasks: ' +
  'the search is part of its result.';

function statisticsHtml({ atTheEnd, budget, atTheBudget }: PairStatistics): string {
  if (atTheEnd.length === 0) return '';
  const tableOf = (caption: string, comparisons: typeof atTheEnd) =>
    tableToHtml(formatTable(pairRows(comparisons), { digits: 3, caption }));
  return `<details><summary>All pairs of methods</summary>
${tableOf('After the last step: paired by task, 95 % interval from resampled seeds', atTheEnd)}
${budget === null ? '' : tableOf(`At an equal budget of ${budget} gradients`, atTheBudget)}
</details>`;
}
