/** The page that `reproduce` leaves: the claims, then every experiment, folded, with its figures and comparisons. */

import type { Claim } from '../../experiments/claims/claim.js';
import { type PairStatistics, pairRows } from '../../experiments/plots/statistics.js';
import { escapeHtml, formatTable, type TableRow, tableToHtml } from '../../src/display/table-format.js';
import { provenance } from '../../src/evaluation/provenance.js';
import { claimsHtml, tallyHtml } from './claims-html.js';
import { figureHtml, type ShownFigure } from './figure-files.js';
import { pageShell } from './page-shell.js';

/** An experiment on the page. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly seeds: number;
  /** Where its configuration is first not the experiment's own: what is shown is a quick look. */
  readonly departure: string | undefined;
  readonly figures: readonly ShownFigure[];
  /** What became of each method. */
  readonly methods: readonly TableRow[];
  /** What there is to say about the figures. */
  readonly notes: readonly string[];
  readonly statistics?: PairStatistics;
}

export function reportPage(claims: readonly Claim[] | undefined, sections: readonly ReportSection[]): string {
  const { version, node, platform } = provenance();
  return pageShell({
    title: 'orbit-l2o: results',
    main: `<h1>Results of orbit-l2o</h1>
${claims ? claimsSection(claims) : ''}<h2 id="experiments">${claims ? 'The experiments' : 'The experiment'}</h2>
${sections.map((section) => sectionHtml(section, claims === undefined)).join('\n')}`,
    headings: [
      ...(claims ? [{ level: 2, id: 'claims', html: 'Claims' }] : []),
      { level: 2, id: 'experiments', html: 'Experiments' },
      ...sections.map(({ id, title }) => ({ level: 3, id, html: escapeHtml(title) })),
    ],
    footer: `orbit-l2o ${version}, Node ${node}, ${platform}.`,
  });
}

const claimsSection = (
  claims: readonly Claim[],
) => `<h2 id="claims">What the paper says, and what was found</h2>
${tallyHtml(claims)}
${claimsHtml(claims)}
<p>Also as <a href="claims.md">claims.md</a> and <a href="claims.json">claims.json</a>.</p>
`;

function quickLook(departure: string): string {
  const text = `A quick look: not the experiment’s own configuration (${departure}). Nothing is judged by it.`;
  return `<p class="quick-look">${escapeHtml(text)}</p>`;
}

function sectionHtml(section: ReportSection, open: boolean): string {
  const { id, title, seeds, departure, figures, methods, notes, statistics } = section;
  const seedsInWords = `${seeds} training seed${seeds === 1 ? '' : 's'}`;
  const counts = `${seedsInWords}, ${methods.length} methods, ${figures.length} figures`;
  const comparisons = statistics
    ? `, comparisons in <a href="statistics/${id}.json">statistics/${id}.json</a>`
    : '';
  return `<details class="experiment" id="${id}"${open ? ' open' : ''}>
<summary>${escapeHtml(title)} <small>${counts}${departure === undefined ? '' : ', a quick look'}</small></summary>
${departure === undefined ? '' : quickLook(departure)}
<p>${seedsInWords}; results in <a href="runs/${id}.jsonl">runs/${id}.jsonl</a>${comparisons}.</p>
${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
<div class="pictures">
${figures.map(figureHtml).join('\n')}
</div>
${scrolling(tableToHtml(formatTable(methods, { caption: METHODS_CAPTION })))}
${statistics ? statisticsHtml(statistics) : ''}
</details>`;
}

const METHODS_CAPTION =
  'Loss after the last step over test tasks and seeds. A tuned baseline’s step size was searched on training tasks: ' +
  'the search is part of its result.';

const scrolling = (table: string) => `<div class="scroll" tabindex="0">${table}</div>`;

function statisticsHtml({ atTheEnd, budget, atTheBudget }: PairStatistics): string {
  if (atTheEnd.length === 0) return '';
  const tableOf = (caption: string, comparisons: typeof atTheEnd) =>
    scrolling(tableToHtml(formatTable(pairRows(comparisons), { digits: 3, caption })));
  return `<details><summary>All pairs of methods</summary>
${tableOf('After the last step: paired by task, 95 % interval from resampled seeds', atTheEnd)}
${budget === null ? '' : tableOf(`At an equal budget of ${budget} gradients`, atTheBudget)}
</details>`;
}
