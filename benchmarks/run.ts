/**
 * `npm run bench`: whether memory grows, milliseconds a trajectory of meta-training beside JAX and PyTorch, seconds a figure, how cost
 * grows, what a pair of perturbed runs costs, how long an import takes, what the kernels alone can do, and the backends of
 * TensorFlow.js. `npm run bench -- import` measures the import alone, and so on; `npm run bench -- trajectories --node PATH …` puts other Nodes beside this one.
 */

import { BadInput } from 'orbit-l2o';
import { nodeBinaries } from './contestants.js';
import { figures } from './figures.js';
import { growth } from './growth.js';
import { imports } from './import.js';
import { kernels } from './kernels.js';
import { memory } from './memory.js';
import { type Part, parseOptions } from './options.js';
import { pairs } from './pairs.js';
import { tensors } from './tensors.js';
import { trajectories } from './trajectories.js';

try {
  const { parts, nodes } = parseOptions(process.argv.slice(2));
  const binaries = nodeBinaries(nodes);
  const run: Record<Part, () => void | Promise<void>> = {
    memory,
    trajectories: () => trajectories(binaries),
    figures,
    growth,
    pairs,
    import: imports,
    kernels,
    tensors,
  };
  for (const part of parts) await run[part]();
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
