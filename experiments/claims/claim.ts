/** A claim of the paper against what was found here. */

/** Whether a claim holds as stated, under conditions, or not. */
export type Verdict = 'reproduced' | 'partly' | 'not' | 'not yet checked';

/** One of the paper's claims C1–C8, one of its open questions Q1–Q3, or a question of this project; with its verdict. */
export interface Claim {
  /** It says whose it is, by the function `whose`. */
  readonly id: string;
  /** What the paper says, or what is asked. */
  readonly statement: string;
  readonly verdict: Verdict;
  /** What was found, and where it holds, in a few sentences with their numbers. */
  readonly finding: string;
  /** The single comparisons behind the finding, where there are several. */
  readonly details?: readonly string[];
  /** The number that the verdict rests on, with its 95 % interval where it is an estimate. */
  readonly number?: number;
  readonly interval?: readonly [low: number, high: number];
  /** What the number is: the quantity, and of how many tasks, starts or seeds. Set wherever the number is. */
  readonly quantity?: string;
  /** The notebook that shows it, without extension; or a command. */
  readonly notebook: string;
}

/** Who says a claim, or asks a question: C1 to C8 and Q1 to Q3 are the paper's. */
export type Whose = 'the paper claims' | 'the paper asks' | 'this project asks';

/** Whose a claim or question is, by its id. */
export function whose({ id }: Pick<Claim, 'id'>): Whose {
  if (/^C\d+$/.test(id)) return 'the paper claims';
  return /^Q\d+$/.test(id) ? 'the paper asks' : 'this project asks';
}

/** A verdict in words: a claim of the paper is reproduced or not, a question is answered by yes or no. */
export function verdictInWords({ id, verdict }: Pick<Claim, 'id' | 'verdict'>): string {
  const claimed = whose({ id }) === 'the paper claims';
  if (verdict === 'not') return claimed ? 'not reproduced' : 'no';
  return verdict === 'reproduced' && !claimed ? 'yes' : verdict;
}

/** How many or which claims have each verdict, in the order in which a reader asks: whose, then how it ended. */
export function byVerdict(
  claims: readonly Claim[],
): { readonly whose: Whose; readonly verdict: Verdict; readonly claims: readonly Claim[] }[] {
  const askers: readonly Whose[] = ['the paper claims', 'the paper asks', 'this project asks'];
  const verdicts: readonly Verdict[] = ['reproduced', 'partly', 'not', 'not yet checked'];
  return askers.flatMap((asker) =>
    verdicts.flatMap((verdict) => {
      const found = claims.filter((claim) => whose(claim) === asker && claim.verdict === verdict);
      return found.length === 0 ? [] : [{ whose: asker, verdict, claims: found }];
    }),
  );
}
