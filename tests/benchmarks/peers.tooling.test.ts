/** The peers compute what ours does, and the comparison would see it if they did not. Skipped where Python has none of them. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { difference, TOLERANCE } from '../../benchmarks/agreement.js';
import { startContestant } from '../../benchmarks/contestant.js';
import { python } from '../../benchmarks/contestants.js';
import { recordProblem, writeProblem } from '../../benchmarks/problem.js';
import { plainWorkload, shortened, WORKLOADS } from '../../benchmarks/workloads.js';

const folder = mkdtempSync(join(tmpdir(), 'orbit-l2o-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ['jax', 'jax_peer.py'],
  ['torch', 'pytorch_peer.py'],
])('the peer in %s', (module, script) => {
  const isThere = spawnSync(python(), ['-c', `import ${module}`]).status === 0;
  if (!isThere) console.log(`skipped: ${python()} has no ${module}`);

  it.runIf(isThere)(
    'has our losses on W2, and other ones without the first teleport',
    async () => {
      const workload = shortened({ ...WORKLOADS[1], compared: { outerSteps: 2, steps: 11 } });
      const plain = plainWorkload(workload);
      const problem = recordProblem(workload);
      const file = join(folder, module);
      writeProblem(file, problem);
      const path = fileURLToPath(new URL(`../../benchmarks/peers/${script}`, import.meta.url));
      const contestant = await startContestant(python(), [path]);
      try {
        expect(difference(await contestant.losses(plain, file), problem.losses)).toBeLessThan(TOLERANCE);
        const changed = { ...plain, teleports: plain.teleports.slice(1) }; // the last ones change no loss: it is invariant
        const apart = difference(await contestant.losses(changed, file), problem.losses);
        expect(apart).toBeGreaterThan(100 * TOLERANCE);
      } finally {
        contestant.close();
      }
    },
    300_000,
  );
});
