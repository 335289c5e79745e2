/** The PyTorch version (peer.py) as a child process, where there is a python3 with PyTorch. */

import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Peer {
  /** Its version line. */
  readonly name: string;
  /** Milliseconds a trajectory of a method at a batch size, over some outer steps. */
  time(method: string, batch: number, steps: number): Promise<number>;
  close(): void;
}

/** `undefined` where no PyTorch is found. PYTHON names another interpreter than python3. */
export async function startPeer(): Promise<Peer | undefined> {
  const python = process.env.PYTHON ?? 'python3';
  if (spawnSync(python, ['-c', 'import torch']).status !== 0) return undefined;
  const script = fileURLToPath(new URL('../../benchmarks/peer.py', import.meta.url)); // from dist/benchmarks
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('peer.py ended before it answered');
    return value;
  };
  const name = await nextLine();
  return {
    name,
    time: async (method, batch, steps) => {
      child.stdin.write(`${method} ${batch} ${steps}\n`);
      return Number(await nextLine());
    },
    close: () => {
      child.stdin.end();
    },
  };
}
