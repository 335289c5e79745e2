/** What pages show of `results/`: the claims, the pictures, and under what they came about. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim } from '../../experiments/claims/claim.js';
import { claimsSchema, parseResults } from '../../experiments/results/results-schema.js';

export interface StoredResults {
  readonly claims: readonly Claim[];
  /** Names of its pictures, without extension. */
  readonly figures: readonly string[];
  /** The folder in which NAME.png are. */
  readonly figuresFolder: string;
}

/** The results in a folder; undefined where there are none yet. */
export function storedResults(folder: string): StoredResults | undefined {
  const path = join(folder, 'claims.json');
  if (!existsSync(path)) return undefined;
  const figuresFolder = join(folder, 'figures');
  const files = existsSync(figuresFolder) ? readdirSync(figuresFolder) : [];
  return {
    claims: parseResults<Claim[]>(path, readFileSync(path, 'utf8'), claimsSchema),
    figures: files.filter((name) => name.endsWith('.png')).map((name) => name.slice(0, -'.png'.length)),
    figuresFolder,
  };
}

/** What stands for the paper on the front page, each with what it shows and where more of it is. */
export const KEY_FIGURES = [
  {
    name: 'figure-4',
    notebook: 'figure-4',
    text: 'In the plane (Figure 4): median loss by step on varied ellipses, over tasks and ten seeds.',
  },
  {
    name: 'figure-7',
    notebook: 'figure-7',
    text: 'On a network (Figure 7): median loss by epoch, over tasks and ten seeds.',
  },
] as const;
