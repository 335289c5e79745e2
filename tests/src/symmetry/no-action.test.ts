/** The trivial group: a symmetry of everything, with a training that teleports nowhere. */

import { expect, it } from 'vitest';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { metaTrain } from '../../../src/metaoptimizer/meta-train.js';
import { ellipseVaried } from '../../../src/optimizees/ellipse.js';
import { Stream } from '../../../src/random/stream.js';
import type { TaskFamily } from '../../../src/seams.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { noAction } from '../../../src/symmetry/no-action.js';

const without: TaskFamily = {
  ...ellipseVaried,
  algebraDimension: 0,
  sample: (stream) => ({ ...ellipseVaried.sample(stream), action: noAction(2) }),
};

it('obeys the laws of a symmetry', () => {
  const { optimizee } = ellipseVaried.sample(Stream.fromSeed(1));
  const { holds, laws } = checkAction(optimizee, noAction(2), Stream.fromSeed(2));
  expect(laws.filter((law) => !law.holds)).toEqual([]);
  expect(holds).toBe(true);
});

it('trains as the family with a group does where nothing teleports', () => {
  const vanilla = describe({ name: 'vanilla', hidden: 8 });
  const [own, known] = [without, ellipseVaried].map(
    (family) => metaTrain(vanilla, family, Stream.fromSeed(3), { trajectories: 5 }).losses,
  );
  expect(own).toEqual(known);
});

it('has a teleport that moves nothing', () => {
  const teleports = describe({ name: 'teleports', hidden: 8, teleport: { every: 2 } });
  const { diverged, losses } = metaTrain(teleports, without, Stream.fromSeed(3), { trajectories: 5 });
  expect(diverged).toBe(0);
  expect(losses.every(Number.isFinite)).toBe(true);
});

it('refuses a dimension that is none', () => {
  expect(() => noAction(0)).toThrow('noAction: dimension must be a whole number of at least 1, got 0');
});
