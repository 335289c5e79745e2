/** −∇f's line, and Newton's direction with its two parts, at a point. */

import { sum } from '../../../../src/numerics/vector.js';
import type { Vector } from '../../../../src/seams.js';
import type { NewtonDecomposition } from '../../../../src/theory/newton-decomposition.js';
import type { Arrow } from '../draw/marks.js';

/** The arrow of the gradient shows its direction alone: its length would leave every picture. */
const GRADIENT_LENGTH = 60;

/** The arrows from x; those of Newton's direction where there is one. */
export function newtonArrows(
  x: Vector,
  gradient: Vector,
  newton: Pick<NewtonDecomposition, 'newton' | 'parallel' | 'perpendicular'> | undefined,
): Arrow[] {
  const along = (name: string, v: Vector, from: Vector = x): Arrow => ({ name, from, to: sum(from, 1, v) });
  return [
    { ...along('gradient', gradient), length: GRADIENT_LENGTH },
    ...(newton
      ? [
          along('parallel', newton.parallel),
          along('perpendicular', newton.perpendicular, sum(x, 1, newton.parallel)),
          along('newton', newton.newton),
        ]
      : []),
  ];
}
