/**
 * The paper's claims C1–C8 against what was found here. A provider computes a claim from results; where there are none
 * the claim is 'not yet checked', and says which command would check it. So is one that rests on a quick look: runs of
 * another configuration than the experiment's own, such as fewer tasks, whatever the number of seeds.
 */

import { configuration } from '../configuration.js';
import { questionOne } from '../question-1.js';
import { experimentById } from '../registry.js';
import type { FinishedRuns } from '../store/finished-runs.js';
import { firstDifference } from '../store/first-difference.js';
import { theoryClaims } from '../theory/claims.js';
import type { Claim } from './claim.js';
import { estimatorClaims, UNCHECKED_ESTIMATORS } from './estimator-claim.js';
import { MENDED_CLAIM, mendedClaim } from './mended-claim.js';
import { NETWORK_CLAIM, networkClaim } from './network-claim.js';
import { QUESTION_1, questionOneClaim } from './question-1-claim.js';
import { QUESTION_3_STATEMENT, question3Claim } from './question-3-claim.js';
import { TWO_DIMENSIONAL_CLAIM, twoDimensionalClaim } from './two-dimensional-claim.js';

/** Results that claims rest on, by the experiment's id, where there are any. */
export type Results = (experiment: string) => FinishedRuns | undefined;

/** Computes some of the claims. */
export type ClaimProvider = (results: Results) => Promise<readonly Claim[]> | readonly Claim[];

/** Statements of claims that are not theory's, for when there are no results. */
const UNCHECKED: readonly Claim[] = [
  {
    id: 'C6',
    statement: TWO_DIMENSIONAL_CLAIM,
    verdict: 'not yet checked',
    finding: 'No results of Figures 3 to 6 and the mixed family are here yet.',
    notebook: 'orbit-l2o reproduce --figure all',
  },
  {
    id: 'C7',
    statement: NETWORK_CLAIM,
    verdict: 'not yet checked',
    finding: 'No results of Figure 7 are here yet.',
    notebook: 'orbit-l2o reproduce --figure 7',
  },
  {
    id: 'C7 mended',
    statement: MENDED_CLAIM,
    verdict: 'not yet checked',
    finding: 'No results of a momentum that learns are here yet.',
    notebook: 'orbit-l2o reproduce --experiment figure-7-momentum',
  },
  ...UNCHECKED_ESTIMATORS,
  {
    id: 'Q1',
    statement: QUESTION_1,
    verdict: 'not yet checked',
    finding: 'No results of question 1 are here yet.',
    notebook: `orbit-l2o reproduce --experiment ${questionOne.map(({ id }) => id).join(' ')}`,
  },
  {
    id: 'Q3',
    statement: QUESTION_3_STATEMENT,
    verdict: 'not yet checked',
    finding: 'No results of its families are here yet.',
    notebook: 'orbit-l2o reproduce --experiment question-3',
  },
];

const PROVIDERS: readonly ClaimProvider[] = [
  () => theoryClaims(),
  (results) => twoDimensionalClaim((id) => results(id)?.runs),
  (results) => networkClaim((id) => results(id)?.runs),
  (results) => mendedClaim((id) => results(id)?.runs),
  (results) => questionOneClaim((id) => results(id)?.runs),
  (results) => question3Claim((id) => results(id)?.runs),
  (results) => estimatorClaims((id) => results(id)?.runs),
];

/** All claims in order; theory's are computed anew, which takes some ten seconds. */
export async function claims(results: Results, providers = PROVIDERS): Promise<readonly Claim[]> {
  const found: Claim[] = [];
  for (const provide of providers) found.push(...(await judged(provide, results)));
  const missing = UNCHECKED.filter(({ id }) => !found.some((claim) => claim.id === id));
  return [...found, ...missing].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** A provider's claims, without a verdict if any of the runs that it asks for are a quick look. */
async function judged(provide: ClaimProvider, results: Results): Promise<readonly Claim[]> {
  const departures = new Map<string, string>();
  const made = await provide((id) => {
    const found = results(id);
    const difference = found && firstDifference(found.configuration, configuration(experimentById(id)));
    if (difference !== undefined) departures.set(id, difference);
    return found;
  });
  if (departures.size === 0) return made;
  const reason = [...departures].map(([id, difference]) => `${id} was run with another ${difference}`);
  return made.map((claim) => ({
    ...claim,
    verdict: 'not yet checked',
    finding: `Quick look: ${reason.join('; ')}. ${claim.finding}`,
  }));
}
