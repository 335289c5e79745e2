/** The public way in: memoised, one backend a process. */

import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { type LoadTensorsOptions, loadTensors, tensorBackend } from '../../../src/tensors/load.js';

describe('loadTensors', () => {
  it('goes through its life in order', async () => {
    // Refusals first: they leave nothing loaded.
    await expect(loadTensors({ backend: 'gpu' } as unknown as LoadTensorsOptions)).rejects.toThrow(
      /^loadTensors: backend must be one of node, wasm, cpu, got 'gpu'$/,
    );
    await expect(loadTensors({ device: 'cpu' } as LoadTensorsOptions)).rejects.toThrow(
      /^loadTensors: options are backend, got 'device'$/,
    );

    // Then one backend, for everyone, from any working directory, and without a word.
    process.chdir(tmpdir());
    const spoken = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
    const [first, second] = await Promise.all([loadTensors({ backend: 'wasm' }), loadTensors()]);
    expect(second).toBe(first);
    expect(first.backend).toEqual({ name: 'wasm', version: '4.22.0' });
    expect(first.tf.getBackend()).toBe('wasm');
    expect(await tensorBackend()).toBe(first.backend);
    await expect(loadTensors({ backend: 'cpu' })).rejects.toThrow(
      /^loadTensors: backend must stay 'wasm', which is running, got 'cpu'$/,
    );

    const bowl = first.optimizeeFromTensors({
      name: 'bowl',
      dimension: 2,
      value: (x) => x.square().sum(),
    });
    expect(bowl.value(Float64Array.of(3, 4))).toBe(25);
    expect([...bowl.gradient(Float64Array.of(3, 4))]).toEqual([6, 8]);
    for (const spy of spoken) expect(spy).not.toHaveBeenCalled();
  });
});
