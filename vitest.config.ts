import { writeFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

/** One plain line at the end, for whoever reads the log of a run without colours or a terminal; and for `nodes.mjs`, which adds runs up. */
const closingLine: Reporter = {
  onTestRunEnd(modules) {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((one) => one === state).length;
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests()].length === 0,
    );
    const [passed, failed, skipped] = [count('passed'), count('failed') + broken.length, count('skipped')];
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    const file = process.env.ORBIT_L2O_TEST_COUNTS;
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  },
};

/** Tests that need a kernel, a browser or what `npm run setup` has built; those outside of `tests/tools` say so by name. */
const TOOLING = ['tests/tools/**/*.test.ts', 'tests/**/*.tooling.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    maxWorkers: '100%', // by default one core is left idle: of two, half
    reporters: ['default', closingLine],
    projects: [
      { extends: true, test: { name: 'core', include: ['tests/**/*.test.ts'], exclude: TOOLING } },
      { extends: true, test: { name: 'tooling', include: TOOLING } },
    ],
  },
});
