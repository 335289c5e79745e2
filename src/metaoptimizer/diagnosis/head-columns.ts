/** Which of the LSTM's outputs belong to which head: [ update or α, β | ξ | gate ], as `InnerMove` takes them. */

import { type MetaOptimizerDescription, teleports } from '../description.js';
import { layoutOf } from '../layout.js';

/** The outputs of a head in a row, from one column up to another. */
export interface HeadColumns {
  /** 'update', 'step size', 'momentum', 'group element' or 'gate'. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The heads of a description in n parameters and m algebra dimensions, in their order. */
export function headColumns(description: MetaOptimizerDescription, n: number, m: number): HeadColumns[] {
  const heads: HeadColumns[] = [];
  const add = (name: string, size: number) => {
    const from = heads.at(-1)?.to ?? 0;
    if (size > 0) heads.push({ name, from, to: from + size });
  };
  if (description.update === 'direct') add('update', layoutOf(description.per ?? 'task', n).width);
  else add('step size', 1);
  if (description.update === 'learning-rate-and-momentum') add('momentum', 1);
  if (!teleports(description)) return heads;
  add('group element', m);
  if (description.gate !== 'none') add('gate', 1);
  return heads;
}
