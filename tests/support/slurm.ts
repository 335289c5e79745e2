/** A Slurm of one node in a folder of its own, with a munge of its own: nothing of the machine's is touched. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where daemons lie that are no user's commands. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** Whether a program is on the path. */
export function isInstalled(program: string): boolean {
  return PATH.split(':').some((folder) => existsSync(join(folder, program)));
}

export interface Slurm {
  /** What commands such as `sbatch` find it by. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts it, and waits until its node is idle. The port and the one after it must be free. */
export async function startSlurm(folder: string, port: number): Promise<Slurm> {
  for (const name of ['munge', 'state', 'spool'])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o755 });
  const munge = (name: string) => join(folder, 'munge', name);
  writeFileSync(munge('key'), randomBytes(1024), { mode: 0o600 });
  const configuration = join(folder, 'slurm.conf');
  writeFileSync(configuration, text(folder, munge('socket'), port));
  const environment = { ...process.env, PATH, SLURM_CONF: configuration };
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: string[]) =>
    daemons.push(spawn(program, args, { env: environment, stdio: 'ignore' }));
  const stop = async () => {
    for (const daemon of daemons.reverse()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      daemon.kill('SIGTERM');
      await once(daemon, 'exit');
    }
  };
  // --force: the folder need not be open to others.
  start(
    'munged',
    ...['--foreground', '--force', `--socket=${munge('socket')}`, `--key-file=${munge('key')}`],
    ...['log', 'pid', 'seed'].map((name) => `--${name}-file=${munge(name)}`),
  );
  for (let i = 0; i < 100 && !existsSync(munge('socket')); i++) await sleep(100);
  if (!existsSync(munge('socket'))) {
    await stop();
    throw new Error('munged has not started');
  }
  start('slurmctld', '-D', '-f', configuration);
  start('slurmd', '-D', '-f', configuration);
  for (let i = 0; i < 100; i++) {
    await sleep(300);
    try {
      const states = execFileSync('sinfo', ['-h', '-o', '%T'], {
        env: environment,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      if (states.trim() === 'idle') return { environment, stop };
    } catch {} // it is not up yet
  }
  await stop();
  throw new Error(`Slurm has not started:\n${readFileSync(join(folder, 'slurmctld.log'), 'utf8')}`);
}

function text(folder: string, socket: string, port: number): string {
  const { username } = userInfo();
  const plugins = 'AuthType=auth/munge CredType=cred/munge ProctrackType=proctrack/pgid TaskPlugin=task/none';
  return `${[
    ...[
      'ClusterName=test',
      `SlurmctldHost=${hostname()}(127.0.0.1)`,
      `SlurmUser=${username}`,
      `SlurmdUser=${username}`,
    ],
    ...plugins.split(' '),
    ...[`AuthInfo=socket=${socket}`, 'MpiDefault=none', 'JobAcctGatherType=jobacct_gather/none'],
    ...[
      'AccountingStorageType=accounting_storage/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
    ],
    ...[`StateSaveLocation=${folder}/state`, `SlurmdSpoolDir=${folder}/spool`],
    ...[`SlurmctldPidFile=${folder}/slurmctld.pid`, `SlurmdPidFile=${folder}/slurmd.pid`],
    ...[`SlurmctldLogFile=${folder}/slurmctld.log`, `SlurmdLogFile=${folder}/slurmd.log`],
    ...[
      `SlurmctldPort=${port}`,
      `SlurmdPort=${port + 1}`,
      'JobRequeue=1',
      'SchedulerParameters=sched_interval=2',
    ],
    `NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=2000 State=UNKNOWN`,
    'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ].join('\n')}\n`;
}
