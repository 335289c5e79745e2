/** The parts of README and of the reproducibility note that are written from results. */

import { byVerdict, type Claim, verdictInWords, whose } from '../../experiments/claims/claim.js';
import { SHOWN_EPOCHS } from '../../experiments/network-figures.js';
import { PICTURED } from '../../experiments/plots/results-curves.js';
import type { StoredResults } from '../../experiments/results/read-results.js';
import { numberWithInterval, unbroken } from './claims-text.js';
import { type Blocks, markdownTable } from './page-blocks.js';
import { claimOf, detailOf, lastMedian, lowest, resultsOf } from './stored-words.js';

/** What the paper shows, by figure. */
const SHOWN: Readonly<Record<string, string>> = {
  'figure-3': 'vanilla mostly ends below the teleporting methods',
  'figure-4': 'vanilla mostly ends below the teleporting methods',
  'figure-5': 'vanilla mostly ends below the teleporting methods',
  'figure-6': 'vanilla mostly ends below the teleporting methods',
  mixed: 'vanilla mostly ends below the teleporting methods',
  'figure-7': 'LSTM(lr, tele, momentum) beats LSTM(lr, tele) and gradient descent',
};

/** The parts by name. */
export function readmeBlocks(stored: StoredResults): Blocks {
  return {
    claims: () => claimsTable(stored),
    figures: () => figuresTable(stored),
    provenance: () => provenanceText(stored),
    verdicts: () => verdictsText(stored.claims),
    findings: () => stored.claims.map(findingText).join('\n'),
  };
}

function claimsTable({ claims }: StoredResults): string {
  const found = claims.map((claim) => [
    unbroken(claim.id),
    whose(claim),
    claim.statement,
    numberWithInterval(claim),
    `**${verdictInWords(claim)}**`,
    links(claim),
  ]);
  return markdownTable(['', 'whose', 'claim or question', 'found [95 % interval]', 'verdict', 'see'], found);
}

function links({ notebook }: Claim): string {
  if (notebook.startsWith('orbit-l2o ')) return `\`${notebook}\``;
  return notebook
    .split(', ')
    .map((name) => `[${name}](notebooks/${name}.ipynb)`)
    .join(', ');
}

/** Two pictures a row, each with its sentence. */
function figuresTable(stored: StoredResults): string {
  const cells = PICTURED.map((id) => {
    const picture = `<a href="notebooks/${id}.ipynb"><img src="results/figures/${id}.png" width="430" alt="${resultsOf(stored, id).title}: median loss by step"></a>`;
    return `<td width="50%" valign="top">${picture}<br>Paper: ${SHOWN[id]}. ${foundIn(stored, id)}</td>`;
  });
  const rows = cells.flatMap((cell, i) => (i % 2 === 0 ? [`<tr>${cell}\n${cells[i + 1] ?? ''}</tr>`] : []));
  return `<table>\n${rows.join('\n')}\n</table>\n`;
}

function foundIn(stored: StoredResults, id: string): string {
  const results = resultsOf(stored, id);
  if (id === 'figure-7') {
    const claim = claimOf(stored, 'C7');
    const decides = (claim.details ?? []).filter((detail) => detail.startsWith('decides: '));
    const early = lowest(results, SHOWN_EPOCHS);
    return (
      `Found: it ${score(decides)}; lowest after ` +
      `${SHOWN_EPOCHS} epochs: ${early.name} (${lastMedian(early, SHOWN_EPOCHS)}), at the end: ${lowest(results).name} (${lastMedian(lowest(results))}).`
    );
  }
  const rivals = results.methods.filter(({ name, kind }) => kind === 'learned' && name !== 'vanilla');
  const texts = rivals.map(({ name }) => against2d(stored, id, name));
  const best = lowest(results);
  const vanilla = results.methods.find(({ name }) => name === 'vanilla')!;
  const beside = best === vanilla ? '' : `; vanilla ${lastMedian(vanilla)}`;
  return (
    `Found: vanilla ${score(texts)}; lowest median at the end: ` +
    `${best.name} (${lastMedian(best)}${beside}).`
  );
}

/** Of comparisons in words, with the paper's rivals. */
function score(texts: readonly string[]): string {
  const [won, lost] = [ended(texts, 'won'), ended(texts, 'lost')];
  return `wins ${won}, loses ${lost} and leaves ${texts.length - won - lost} open of ${texts.length} comparisons with them`;
}

function ended(texts: readonly string[], outcome: 'won' | 'lost'): number {
  return texts.filter((text) => text.endsWith(`: ${outcome}`)).length;
}

/** Names of the families in the details of C6. */
const FAMILIES: Readonly<Record<string, string>> = {
  'figure-3': 'the fixed ellipse',
  'figure-4': 'varied ellipses',
  'figure-5': 'the fixed Rosenbrock function',
  'figure-6': 'varied Rosenbrock functions',
  mixed: 'the mixed family',
};

/** Vanilla against a teleporting method, as the claim C6 has compared them. */
export function against2d(stored: StoredResults, id: string, rival: string): string {
  return detailOf(claimOf(stored, 'C6'), `${FAMILIES[id]}, vanilla against ${rival}`);
}

function provenanceText({ provenance, experiments }: StoredResults): string {
  const { seeds, runs, version, node, platform, backend, processor, code } = provenance;
  return (
    `${experiments.length} experiments at seeds ${seeds[0]} … ${seeds.at(-1)}, ${runs} runs: orbit-l2o ${version}, Node ${node}, ` +
    `${platform}, kernels ${backend}, ${processor}, code \`${code}\`.`
  );
}

function verdictsText(claims: readonly Claim[]): string {
  const lines = new Map<string, string[]>();
  for (const { whose: asker, claims: found } of byVerdict(claims)) {
    const text = `${verdictInWords(found[0])}: ${found.map(({ id }) => id).join(', ')}`;
    lines.set(asker, [...(lines.get(asker) ?? []), text]);
  }
  return [...lines].map(([asker, texts]) => `${asker} (${texts.join('; ')})`).join(', ');
}

function findingText(claim: Claim): string {
  const { id, finding, details } = claim;
  const lines = (details ?? []).map((detail) => `  - ${detail}`);
  return [`- **${id} (${whose(claim)}), ${verdictInWords(claim)}.** ${finding}`, ...lines].join('\n');
}
