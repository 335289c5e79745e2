/** What a method of a seam gives: it may write into `out` or return a vector of its own. What it returns is what counts. */

import { refuse } from '../checks.js';
import type { Vector } from '../seams.js';

/** Puts the vector that `what` returned into `out`, where it is not there already. @throws unless it has `out`'s length. */
export function into(out: Vector, what: string, returned: Vector): Vector {
  if (returned === out) return out;
  if (returned?.length !== out.length) {
    refuse(what, `must return a vector of ${out.length} numbers`, returned?.length ?? returned);
  }
  out.set(returned);
  return out;
}
