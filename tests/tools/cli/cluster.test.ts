/** The recipes of docs/cluster.md, as they stand there but for the numbers, on the engines that are installed. */

import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { isInstalled, type Slurm, startSlurm } from '../../support/slurm.js';
import { runCli } from './run-cli.js';

const run = promisify(execFile);

const SMALL = '--figure 3 5 --seeds 2 --trajectories 100 --tasks 10 --hidden 8';
const UNITS = 2 * 2 * 7;
const TASKS = 8;

/** Python with the package `hyperqueue`, where there is one; PYTHON names another than that of the path. */
const PYTHON = process.env.PYTHON ?? 'python3';
const hasHyperQueue = spawnSync(PYTHON, ['-c', 'import hyperqueue']).status === 0;
const slurmPrograms = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'srun'];
const missing = {
  parallel: isInstalled('parallel') ? [] : ['GNU parallel'],
  slurm: slurmPrograms.filter((program) => !isInstalled(program)),
  hyperQueue: hasHyperQueue ? [] : [`the package hyperqueue of ${PYTHON}`],
};
for (const [engine, lacking] of Object.entries(missing))
  if (lacking.length > 0) console.log(`${engine} is not tested: ${lacking.join(', ')} not installed`);

let root: string;
let environment: NodeJS.ProcessEnv;
let expected: readonly string[];

const results = (name: string) =>
  ['figure-3', 'figure-5'].map((id) => readFileSync(join(root, name, 'runs', `${id}.jsonl`), 'utf8'));

/** The first block of shell below a heading, at a small scale and into a folder of the test. */
function recipe(heading: string, name: string): string {
  const text = readFileSync(join(projectRoot, 'docs', 'cluster.md'), 'utf8').split(`\n## ${heading}\n`)[1];
  const block = /```bash\n([\s\S]*?)```/.exec(text)![1];
  expect(block.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
  return block
    .replaceAll('--figure all --seeds 30', SMALL)
    .replaceAll('/shared/orbit', join(root, name))
    .replace('--array=1-29', `--array=1-${TASKS}`)
    .replace(/(orbit-l2o reproduce .*)/, '$1 --no-figures');
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-cluster-'));
  const program = join(root, 'orbit-l2o');
  const main = join(projectRoot, 'dist', 'tools', 'cli', 'main.js');
  // The first unit of a folder with a file 'fail' in it ends with 75.
  writeFileSync(
    program,
    `#!/bin/bash\nif [ "$1" = run-unit ] && rm fail 2>/dev/null; then exit 75; fi\nexec ${process.execPath} ${main} "$@"\n`,
  );
  chmodSync(program, 0o755);
  environment = { ...process.env, PATH: `${root}:${process.env.PATH}` };
  expect(
    (await runCli('reproduce', ...SMALL.split(' '), '--no-figures', '--out', join(root, 'whole'))).code,
  ).toBe(0);
  expected = results('whole');
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

/** Nothing is left for `reproduce` to do, and its files are those of one process. */
async function expectDone(name: string) {
  const { stdout } = await runCli(
    'reproduce',
    ...SMALL.split(' '),
    '--no-figures',
    '--out',
    join(root, name),
  );
  expect(stdout).toMatch(new RegExp(`^0 runs done in .* s, ${UNITS} found done, of ${UNITS}`));
  expect(results(name)).toEqual(expected);
}

test.skipIf(missing.parallel.length > 0)(
  'GNU parallel runs the units, and given again those that failed alone',
  async () => {
    writeFileSync(join(root, 'fail'), '');
    const script = recipe('GNU parallel', 'parallel');
    const [units, , , together] = script.trimEnd().split('\n');
    const parallel = script.slice(units.length, -together.length - 1);
    const bash = (text: string) => run('bash', ['-c', text], { cwd: root, env: environment });
    await bash(units);
    await expect(bash(parallel)).rejects.toMatchObject({ code: 1 }); // so many units have failed
    const log = () =>
      readFileSync(join(root, 'units.log'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split('\t')[6]));
    expect(log().filter((code) => code === 75)).toHaveLength(1);
    expect(log()).toHaveLength(UNITS);
    expect((await bash(parallel)).stdout).toMatch(/^1 units done.*\n$/);
    expect(log()).toHaveLength(UNITS + 1);
    expect((await bash(together)).stdout).toMatch(/^0 runs done/);
    await expectDone('parallel');
  },
  180_000,
);

test.skipIf(missing.hyperQueue.length > 0)(
  'HyperQueue runs the units',
  async () => {
    const [units, , command] = recipe('HyperQueue', 'hyperqueue').trimEnd().split('\n');
    await run('bash', ['-c', units], { cwd: root, env: environment });
    const shell = /bash -c '(.*)'/.exec(command)![1];
    const program = `
import json, os, sys
from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig
with LocalCluster() as cluster:
    cluster.start_worker(WorkerConfig(cores=2))
    client = cluster.client()
    job = Job()
    for line in open('units.jsonl'):
        job.program(['bash', '-c', sys.argv[1]], env={'HQ_ENTRY': line.rstrip(), 'PATH': os.environ['PATH']}, stdout=None, stderr=None)
    sys.exit(0 if client.wait_for_jobs([client.submit(job)]) else 1)
`;
    await run(PYTHON, ['-c', program, shell], { cwd: root, env: environment });
    await expectDone('hyperqueue');
  },
  180_000,
);

test.skipIf(missing.slurm.length > 0)(
  'a Slurm array of eight runs the shards; a task that was warned goes back into the queue and is done',
  async () => {
    const slurm: Slurm = await startSlurm(join(root, 'slurm'), 20_000 + (process.pid % 10_000) * 2);
    try {
      const env: NodeJS.ProcessEnv = {
        ...environment,
        ...slurm.environment,
        PATH: `${root}:${slurm.environment.PATH}`,
        OUT: join(root, 'array'),
      };
      const options = { cwd: root, env };
      writeFileSync(join(root, 'orbit.sh'), recipe('Slurm', 'array'));
      const submit = (...more: string[]) =>
        run('sbatch', ['--parsable', '--output=log-%a.txt', ...more, 'orbit.sh'], options);
      await submit('--wait'); // throws unless every task has ended with 0
      const logs = () => readdirSync(root).filter((name) => name.startsWith('log-'));
      const log = (task: number) => readFileSync(join(root, `log-${task}.txt`), 'utf8');
      expect(logs()).toHaveLength(TASKS);
      for (let task = 1; task <= TASKS; task++)
        expect(log(task)).toMatch(/^\d units done in .* s, 0 found done/);
      await expectDone('array');

      for (const name of logs()) rmSync(join(root, name));
      writeFileSync(
        join(root, 'orbit.sh'),
        recipe('Slurm', 'warned').replace('--seeds 2 --trajectories 100', '--seeds 1 --trajectories 3000'),
      );
      env.OUT = join(root, 'warned');
      const { stdout } = await submit('--array=1-1');
      const folder = join(root, 'warned', 'units', 'figure-3');
      await expect.poll(() => existsSync(folder), { timeout: 60_000 }).toBe(true);
      await run('scancel', ['--signal=USR2', stdout.trim()], options);
      await expect.poll(() => log(1), { timeout: 60_000 }).toMatch(/exit code 75/);
      const state = async () =>
        (await run('scontrol', ['show', 'job', '-o', `${stdout.trim()}_1`], options)).stdout;
      await expect
        .poll(state, { timeout: 60_000 })
        .toMatch(/JobState=(PENDING|RUNNING) .*Requeue=1 Restarts=1 /);
      // What is requeued is held back for two minutes.
      await run('scontrol', ['update', `JobId=${stdout.trim()}_1`, 'StartTime=now'], options);
      await expect
        .poll(() => log(1), { timeout: 240_000 })
        .toMatch(/exit code 75[\s\S]*, [1-9]\d* found done/);
    } finally {
      await slurm.stop();
    }
  },
  600_000,
);
