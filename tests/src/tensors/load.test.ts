/** The public way in: what is asked for, or by size; several at once. */

import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { FASTER_FROM } from '../../../src/tensors/by-size.js';
import { type LoadTensorsOptions, loadTensors, tensorBackends } from '../../../src/tensors/load.js';

describe('loadTensors', () => {
  it('goes through its life in order', async () => {
    vi.stubEnv('ORBIT_L2O_TENSORS', '');
    // Refusals first: they leave nothing loaded.
    await expect(loadTensors({ backend: 'gpu' } as unknown as LoadTensorsOptions)).rejects.toThrow(
      /^loadTensors: backend must be one of node, wasm, cpu, got 'gpu'$/,
    );
    await expect(loadTensors({ device: 'cpu' } as LoadTensorsOptions)).rejects.toThrow(
      /^loadTensors: options are backend, got 'device'$/,
    );

    // Then by size, for everyone alike, from any working directory, and without a word.
    process.chdir(tmpdir());
    const spoken = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
    const [first, second] = await Promise.all([loadTensors(), loadTensors()]);
    expect(second).toBe(first);
    expect(first.backend).toEqual({ name: 'wasm', version: '4.22.0' });
    expect(first.tf.getBackend()).toBe('wasm');

    const bowl = (tensors: typeof first, dimension: number) =>
      tensors.optimizeeFromTensors({ name: 'bowl', dimension, value: (x) => x.square().sum() });
    const small = bowl(first, 2);
    expect(small.backend).toEqual({ name: 'cpu', version: '4.22.0' });
    expect(small.value(Float64Array.of(3, 4))).toBe(25);
    expect([...small.gradient(Float64Array.of(3, 4))]).toEqual([6, 8]);
    expect(bowl(first, FASTER_FROM.wasm - 1).backend.name).toBe('cpu');
    expect(bowl(first, FASTER_FROM.wasm).backend).toEqual({ name: 'wasm', version: '4.22.0' });
    expect(first.tf.getBackend()).toBe('wasm');

    // What is asked for by name computes everything of that load, beside the others.
    const plain = await loadTensors({ backend: 'cpu' });
    expect(plain.backend.name).toBe('cpu');
    expect(plain.tf.getBackend()).toBe('cpu');
    expect(bowl(plain, 1000).backend.name).toBe('cpu');
    expect(bowl(first, 1000).gradient(new Float64Array(1000).fill(0.5))).toEqual(
      bowl(plain, 1000).gradient(new Float64Array(1000).fill(0.5)),
    );
    expect((await loadTensors({ backend: 'wasm' })).tf.getBackend()).toBe('wasm');
    for (const spy of spoken) expect(spy).not.toHaveBeenCalled();

    // Many parameters are TensorFlow's, and where it is not there, the record says why.
    const large = bowl(first, FASTER_FROM.node).backend;
    const { there, missing } = await tensorBackends();
    const native = there.find(({ name }) => name === 'node');
    expect(large).toEqual(
      native ?? { name: 'wasm', version: '4.22.0', fallbackReason: expect.stringMatching(/^node: /) },
    );
    expect(missing).toHaveLength(native ? 0 : 1);

    vi.stubEnv('ORBIT_L2O_TENSORS', 'cpu');
    expect(bowl(await loadTensors(), 1000).backend.name).toBe('cpu');
    vi.unstubAllEnvs();
  });
});
