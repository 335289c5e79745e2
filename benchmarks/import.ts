/** Milliseconds until a process has imported an entry and ended, beside one that imports nothing. */

import { spawnSync } from 'node:child_process';
import { alternate, ms, print } from './measure.js';

const ENTRIES = ['', '/theory', '/display', '/lstm', '/node', '/experiments'].map(
  (path) => `orbit-l2o${path}`,
);

const ROUNDS = 15;

export async function imports(): Promise<void> {
  const programs = ['0', ...ENTRIES.map((entry) => `import '${entry}'`)];
  const timings = await alternate(
    programs.map((program) => () => processTime(program)),
    ROUNDS,
  );
  const rows = [['ms of a process (median)', 'import', 'fastest', 'in empty processes']];
  timings.forEach(({ median, fastest }, i) => {
    const ratio = `${(median / timings[0].median).toFixed(2)}×`;
    rows.push([i === 0 ? 'nothing' : ENTRIES[i - 1], ms(median), ms(fastest), ratio]);
  });
  print(rows);
}

function processTime(program: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return performance.now() - started;
}
