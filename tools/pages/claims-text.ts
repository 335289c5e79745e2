/** The claims as Markdown and as rows of a table. */

import { type Claim, verdictInWords, whose } from '../../experiments/claims/claim.js';
import { type Provenance, provenance } from '../../src/evaluation/provenance.js';
import { markdownTable } from './page-blocks.js';

/** A claim's number with its interval, to three digits, and what it is. */
export function numberWithInterval({ number, interval, quantity }: Claim): string {
  if (number === undefined) return '–';
  const text = interval ? `${short(number)} [${interval.map(short).join(', ')}]` : short(number);
  return quantity === undefined ? text : `${text}: ${quantity}`;
}

/** An id that stays on one line of a table. */
export const unbroken = (id: string): string => id.replaceAll(' ', '\u00a0');

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** Of results that were made here, unless told where. */
export function claimsMarkdown(claims: readonly Claim[], made: Provenance = provenance()): string {
  const rows = claims.map((claim) => [
    unbroken(claim.id),
    whose(claim),
    claim.statement,
    numberWithInterval(claim),
    `**${verdictInWords(claim)}**`,
    [claim.finding, ...(claim.details ?? [])].join('<br>• '),
    shownBy(claim),
  ]);
  const head = [
    '',
    'Whose',
    'Claim or question',
    'Our number [95 % interval]',
    'Verdict',
    'What was found',
    'Shown by',
  ];
  const { version, node, platform, backend } = made;
  return `# The paper's claims and what was found

C1 to C8 are claims of arXiv 2504.15399, Q1 to Q3 its open questions; all else is asked by this project. Numbers and
verdicts are computed from results; the rule of each verdict is in the code that computes it (\`experiments/claims\`).

${markdownTable(head, rows).trim()}

orbit-l2o ${version}, Node ${node}, ${platform}, ${backend}.
`;
}

/** Notebooks by their path, commands as they are. */
export function shownBy({ notebook }: Claim): string {
  if (notebook.startsWith('orbit-l2o ')) return `\`${notebook}\``;
  return notebook
    .split(', ')
    .map((name) => `notebooks/${name}.ipynb`)
    .join(', ');
}
