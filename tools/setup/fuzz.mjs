/**
 * Longer fuzzing, with new seeds: `npm run fuzz -- --minutes 10`. What fails is printed with its seed and path, by which fast-check
 * finds it again.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MOST_MINUTES = 24 * 60;

const [option = '--minutes', text = '10', ...rest] = process.argv.slice(2);
const minutes = Number(text);
if (option !== '--minutes' || rest.length > 0 || !(minutes > 0 && minutes <= MOST_MINUTES)) {
  console.error(
    `fuzz: options must be --minutes NUMBER, up to ${MOST_MINUTES}, got '${process.argv.slice(2).join(' ')}'`,
  );
  process.exit(2);
}
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const args = [vitest, 'run', '--project', 'core', '--reporter', 'verbose', 'tests/fuzz'];
const { status } = spawnSync(process.execPath, args, {
  stdio: 'inherit',
  env: { ...process.env, ORBIT_L2O_FUZZ_MINUTES: text },
});
process.exitCode = status ?? 1;
