/**
 * A contestant is a program of its own that takes requests by the line: JSON in, JSON out. Its first line says what it is.
 *
 *     prepare   builds and warms up a training, or compiles it                  true
 *     time      runs so many outer steps of it                                  milliseconds a trajectory
 *     losses    the first outer steps, from a problem's weights on its tasks    their losses
 */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { PlainWorkload } from './workloads.js';

export type Request =
  | { readonly do: 'prepare' | 'time'; readonly workload: PlainWorkload; readonly outerSteps: number }
  | { readonly do: 'losses'; readonly workload: PlainWorkload; readonly problem: string };

/** A contestant's first line. */
export interface Greeting {
  readonly name: string;
  /** Of ours: the build of the kernels. */
  readonly kernels?: string;
}

export interface Contestant extends Greeting {
  prepare(workload: PlainWorkload, outerSteps: number): Promise<void>;
  /** Milliseconds a trajectory. */
  time(workload: PlainWorkload, outerSteps: number): Promise<number>;
  losses(workload: PlainWorkload, problem: string): Promise<readonly number[]>;
  close(): void;
}

/** Starts a program and hears its first line. @throws if it ends before it has answered, or answers with an error. */
export async function startContestant(command: string, args: readonly string[]): Promise<Contestant> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => {}); // heard where an answer is awaited
  child.stdin.on('error', () => {}); // a program that has ended says so by its missing answer
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(`bench: ${[command, ...args].join(' ')} ended before it answered`);
    const parsed = JSON.parse(value);
    if (parsed?.error !== undefined) throw new Error(`bench: ${args.at(-1)} failed: ${parsed.error}`);
    return parsed;
  };
  const ask = (request: Request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return answer();
  };
  const greeting: Greeting = await answer();
  return {
    ...greeting,
    prepare: async (workload, outerSteps) => void (await ask({ do: 'prepare', workload, outerSteps })),
    time: (workload, outerSteps) => ask({ do: 'time', workload, outerSteps }),
    losses: (workload, problem) => ask({ do: 'losses', workload, problem }),
    close: () => child.stdin.end(),
  };
}
