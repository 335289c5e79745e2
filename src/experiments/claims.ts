/**
 * The paper's claims C1–C8 against what was found here. A provider computes a claim from results; where there are none
 * the claim is 'not yet checked', and says which command would check it.
 */

import type { Claim } from './claim.js';
import type { NetworkRun } from './network.js';
import { NETWORK_CLAIM, networkClaim } from './network-claim.js';
import { theoryClaims } from './theory/claims.js';
import type { MethodRun } from './two-dimensional.js';
import { TWO_DIMENSIONAL_CLAIM, twoDimensionalClaim } from './two-dimensional-claim.js';

/** Results that claims rest on: the finished runs of an experiment, if it has any. */
export type Results = (experiment: string) => readonly unknown[] | undefined;

/** Computes some of the claims. */
export type ClaimProvider = (results: Results) => Promise<readonly Claim[]> | readonly Claim[];

/** Statements of claims that are not theory's, for when there are no results. */
const UNCHECKED: readonly Claim[] = [
  {
    id: 'C6',
    statement: TWO_DIMENSIONAL_CLAIM,
    verdict: 'not yet checked',
    finding: 'No results of Figures 3 to 6 are here yet.',
    notebook: 'orbit-l2o reproduce --figure all',
  },
  {
    id: 'C7',
    statement: NETWORK_CLAIM,
    verdict: 'not yet checked',
    finding: 'No results of Figure 7 are here yet.',
    notebook: 'orbit-l2o reproduce --figure 7',
  },
];

const PROVIDERS: readonly ClaimProvider[] = [
  () => theoryClaims(),
  (results) => twoDimensionalClaim((id) => results(id) as readonly MethodRun[] | undefined),
  (results) => networkClaim((id) => results(id) as readonly NetworkRun[] | undefined),
];

/** All claims in order; theory's are computed anew, which takes some ten seconds. */
export async function claims(results: Results, providers = PROVIDERS): Promise<readonly Claim[]> {
  const found: Claim[] = [];
  for (const provide of providers) found.push(...(await provide(results)));
  const missing = UNCHECKED.filter(({ id }) => !found.some((claim) => claim.id === id));
  return [...found, ...missing].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}
