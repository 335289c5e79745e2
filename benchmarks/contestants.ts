/** Who takes part: ours on this Node and on others, and the peers that a Python has. */

import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BadInput } from 'orbit-l2o';
import { type Contestant, startContestant } from './contestant.js';

/** What PYTHON may have. */
const PEERS = [
  { name: 'JAX', module: 'jax', script: 'jax_peer.py' },
  { name: 'PyTorch', module: 'torch', script: 'pytorch_peer.py' },
] as const;

export type PeerName = (typeof PEERS)[number]['name'];

export interface Contestants {
  /** Ours, this Node first. */
  readonly nodes: readonly Contestant[];
  readonly peers: readonly { readonly name: PeerName; readonly contestant: Contestant | undefined }[];
}

/** The first Node that runs this package (package.json, `engines`). */
const OLDEST_NODE = [20, 19];

/** This Node and others, each once. @throws on a path that is no Node, or one too old. */
export function nodeBinaries(others: readonly string[]): readonly string[] {
  return [...new Set([process.execPath, ...others.map(requireNode)])];
}

function requireNode(path: string): string {
  const { status, stdout } = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  const [major, minor] = (stdout ?? '').trim().split('.').map(Number);
  const recent = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (status === 0 && recent) return isPath(path) ? realpathSync(path) : path;
  const wanted = `a Node of ${OLDEST_NODE.join('.')} or newer that runs here`;
  throw new BadInput(`bench: --node must name ${wanted}, got ${path}`);
}

const isPath = (command: string) => /[\\/]/.test(command);

/** Starts all of them. */
export async function startContestants(binaries: readonly string[]): Promise<Contestants> {
  const program = fileURLToPath(new URL('answer.js', import.meta.url));
  const nodes: Contestant[] = [];
  for (const binary of binaries) nodes.push(await startContestant(binary, [program]));
  const peers: { name: PeerName; contestant: Contestant | undefined }[] = [];
  for (const { name, module, script } of PEERS) {
    peers.push({ name, contestant: await startPeer(module, script) });
  }
  return { nodes, peers };
}

/** The Python that is asked: PYTHON, else python3. */
export const python = (): string => process.env.PYTHON || 'python3';

/** `undefined` where the Python has no such module, or there is no Python. */
async function startPeer(module: string, script: string): Promise<Contestant | undefined> {
  if (spawnSync(python(), ['-c', `import ${module}`]).status !== 0) return undefined;
  const path = fileURLToPath(new URL(`../../benchmarks/peers/${script}`, import.meta.url)); // from dist/benchmarks
  return startContestant(python(), [path]);
}

export function closeAll({ nodes, peers }: Contestants): void {
  for (const node of nodes) node.close();
  for (const { contestant } of peers) contestant?.close();
}
