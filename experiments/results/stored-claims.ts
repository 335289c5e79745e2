/** Reads the claims that `results/` holds. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/node/project-root.js';
import type { Claim } from '../claims/claim.js';

/** A claim as ten seeds have judged it; undefined where `results/` does not hold it. */
export function storedClaim(id: string): Claim | undefined {
  const path = join(projectRoot, 'results/claims.json');
  if (!existsSync(path)) return undefined;
  const read = JSON.parse(readFileSync(path, 'utf8')) as readonly Claim[] | { claims: readonly Claim[] };
  return ('claims' in read ? read.claims : read).find((claim) => claim.id === id);
}
