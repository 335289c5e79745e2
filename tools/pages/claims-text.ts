/** The claims as Markdown and as rows of a table. */

import type { Claim } from '../../experiments/claims/claim.js';
import { type Provenance, provenance } from '../../src/evaluation/provenance.js';

/** A claim's number with its interval, to three digits, and what it is. */
export function numberWithInterval({ number, interval, quantity }: Claim): string {
  if (number === undefined) return '–';
  const text = interval ? `${short(number)} [${interval.map(short).join(', ')}]` : short(number);
  return quantity === undefined ? text : `${text}: ${quantity}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** Of results that were made here, unless told where. */
export function claimsMarkdown(claims: readonly Claim[], made: Provenance = provenance()): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
  const rows = claims.map((claim) =>
    [
      claim.id,
      claim.statement,
      numberWithInterval(claim),
      `**${claim.verdict}**`,
      [claim.finding, ...(claim.details ?? [])].join('<br>• '),
      shownBy(claim),
    ].map(cell),
  );
  const head = ['', 'The paper says', 'Our number [95 % interval]', 'Verdict', 'What was found', 'Shown by'];
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  const { version, node, platform, backend } = made;
  return `# The paper's claims and what was found

Claims of arXiv 2504.15399. Numbers and verdicts are computed from results; the rule of each verdict is in the code that
computes it (\`experiments/claims\`).

${lines.join('\n')}

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
