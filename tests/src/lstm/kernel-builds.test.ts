/** The builds side by side: wide tiles give the bytes of narrow ones, and one number tells a fused multiply–add from two roundings. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LstmShape } from '../../../src/lstm/engine.js';
import {
  isWide,
  KERNEL_BUILDS,
  type KernelBuild,
  kernelBuild,
  wideGain,
} from '../../../src/lstm/kernel-build.js';
import { parameterNames } from '../../../src/lstm/lstm-parameters.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import { instantiateKernels } from '../../../src/lstm/wasm-kernels.js';
import { RESERVED_BYTES } from '../../../src/lstm/wasm-layout.js';
import { randomCase, runWindow } from '../../support/lstm-window.js';

/** On both sides of every tile's edge: quads and single rows, 16 columns and 8, pairs of vectors and one more, weights packed or not. */
const shapes: LstmShape[] = [
  { inputs: 2, hidden: 100, outputs: 3, batch: 1, window: 5 },
  { inputs: 3, hidden: 20, outputs: 17, batch: 3, window: 4 },
  { inputs: 5, hidden: 13, outputs: 2, batch: 4, window: 3 },
  { inputs: 33, hidden: 8, outputs: 40, batch: 7, window: 2 },
  { inputs: 1, hidden: 1, outputs: 1, batch: 9, window: 2 },
];

/** Three windows, with Adam steps and other weights between them: a digest of everything that comes out. */
function trained(shape: LstmShape, build: KernelBuild): string {
  const engine = createWasmEngine(shape, build);
  const window = randomCase(shape, 1, 11);
  const first = runWindow(engine, window);
  engine.apply(shape.window);
  const second = runWindow(engine, window, 'of the engine');
  engine.apply(shape.window, { clipNorm: 0.1 });
  engine.setWeights(engine.weights().map((w) => 0.5 * w));
  const third = runWindow(engine, window, 'of the engine');
  const hash = createHash('sha256');
  for (const { outputs, gradients, gradientsAtOnce, inputGradients } of [first, second, third]) {
    hash.update(Float64Array.from([...outputs.flat(2), ...inputGradients.flat(2)]));
    for (const name of parameterNames) hash.update(gradients[name]).update(gradientsAtOnce[name]);
  }
  const { parameters, firstMoment, secondMoment } = engine.state();
  for (const part of [parameters, firstMoment, secondMoment]) {
    for (const name of parameterNames) hash.update(part[name]);
  }
  return hash.digest('hex');
}

describe.each([
  ['simd', 'simd-256'],
  ['relaxed-simd', 'relaxed-simd-256'],
] as const)('%s and %s', (narrow, wide) => {
  it.each(shapes)('give the same bytes: batch $batch, hidden $hidden, outputs $outputs', (shape) => {
    expect(trained(shape, wide)).toBe(trained(shape, narrow));
  });
});

/** −1 · 1 + (1 + 2⁻¹³)(1 − 2⁻¹³) by each build: −2⁻²⁶ where the product is not rounded before it is added, else 0. */
function difference(build: KernelBuild, rows: number, outputs: number): Set<number> {
  const { kernels, heap } = instantiateKernels(RESERVED_BYTES / 4 + 1024, build);
  const [z, w, y] = [RESERVED_BYTES, RESERVED_BYTES + 512, RESERVED_BYTES + 2048];
  for (let row = 0; row < rows; row++) heap.set([-1, 1 + 2 ** -13, 0, 0], z / 4 + 4 * row);
  heap.fill(1, w / 4, w / 4 + outputs);
  heap.fill(1 - 2 ** -13, w / 4 + outputs, w / 4 + 2 * outputs);
  kernels.forward(rows, 4, outputs, z, w, y);
  return new Set(heap.subarray(y / 4, y / 4 + rows * outputs));
}

describe('one number tells fused from unfused', () => {
  const fused = new Set([-(2 ** -26)]);
  const rounded = new Set([0]);
  // A processor without the instruction rounds twice in the relaxed builds too, and then in all of their tiles.
  const relaxed = difference('relaxed-simd', 1, 8);

  it('is one of the two on this processor', () => {
    expect([fused, rounded]).toContainEqual(relaxed);
  });

  it.each(KERNEL_BUILDS)('%s', (build) => {
    for (const rows of [1, 4, 5]) {
      for (const outputs of [8, 16, 24]) {
        const expected = build.startsWith('relaxed') ? relaxed : rounded;
        expect(difference(build, rows, outputs), `${rows} rows, ${outputs} outputs`).toEqual(expected);
      }
    }
  });
});

describe('the build in use', () => {
  const wanted = process.env.ORBIT_L2O_KERNELS;

  it.runIf(wanted)('is the one that ORBIT_L2O_KERNELS names', () => {
    expect(kernelBuild()).toBe(wanted);
  });

  it.runIf(!wanted)('is wide where the self-test found wide tiles faster, and only there', () => {
    const gain = wideGain();
    expect(isWide(kernelBuild())).toBe(gain !== undefined && gain > 1.2);
  });

  it('is tested on the versions of Node that were tried alone', () => {
    const [major] = process.versions.node.split('.').map(Number);
    expect(wideGain() !== undefined).toBe(process.arch === 'x64' && major >= 24 && major <= 26);
  });
});

/** Another process: the build is chosen once in each. */
function chosenWith(build: string) {
  const index = new URL('../../../dist/src/lstm/index.js', import.meta.url);
  const program = `import { kernelBuild } from '${index}'; console.log(kernelBuild());`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: { ...process.env, ORBIT_L2O_KERNELS: build },
  });
}

it.each(KERNEL_BUILDS)('ORBIT_L2O_KERNELS=%s forces that build', (build) => {
  expect(chosenWith(build).stdout.trim()).toBe(build);
});

it('refuses another name in one line', () => {
  expect(chosenWith('avx').stderr).toContain(
    'kernelBuild: ORBIT_L2O_KERNELS must be one of relaxed-simd-256, ',
  );
});
