/** Subnormal float32 numbers, on which many processors are a hundred times slower, are nowhere left behind by the kernels. */

import { describe, expect, it } from 'vitest';
import type { LstmParameters } from '../../../src/lstm/engine.js';
import { KERNEL_BUILDS } from '../../../src/lstm/kernel-build.js';
import { parameterNames } from '../../../src/lstm/lstm-parameters.js';
import { createWasmEngine } from '../../../src/lstm/wasm-engine.js';
import { randomCase, runWindow } from '../../support/lstm-window.js';

const shape = { inputs: 2, hidden: 8, outputs: 3, batch: 2, window: 4 };

const isSubnormal = (x: number) => x !== 0 && Math.abs(x) < 2 ** -126;
const numbers = (parameters: LstmParameters) =>
  parameterNames.flatMap((name) => Array.from(parameters[name]));

describe.each(KERNEL_BUILDS)('kernels: %s', (build) => {
  it.each([30, 100, 1000, 10_000])('saturated gates, inputs of size %d', (size) => {
    const window = randomCase(shape, 0, 3);
    const inputs = window.inputs.map((rows) => rows.map((row) => row.map((x) => Math.fround(size * x))));
    const engine = createWasmEngine(shape, build);
    const { outputs, gradients, inputGradients } = runWindow(engine, { ...window, inputs });
    const all = [...outputs.flat(2), ...numbers(gradients), ...inputGradients.flat(2)];
    expect(all.every(Number.isFinite)).toBe(true);
    expect(all.filter(isSubnormal)).toEqual([]);
  });

  it('moments that decay while the gradient is 0', () => {
    const window = randomCase(shape, 0, 3);
    const engine = createWasmEngine(shape, build);
    runWindow(engine, window);
    engine.apply(4);
    const cotangents = window.cotangents.map((rows) => rows.map((row) => row.map(() => 0)));
    runWindow(engine, { ...window, cotangents }, 'of the engine');
    const seen: number[] = [];
    for (let n = 0; n < 1200; n++) {
      engine.apply(4);
      if (n % 64 === 0) seen.push(...numbers(engine.state().firstMoment));
    }
    expect(seen.filter(isSubnormal)).toEqual([]);
    expect(numbers(engine.state().firstMoment).every((m) => m === 0)).toBe(true);
    expect(numbers(engine.state().secondMoment).some((v) => v > 0)).toBe(true); // 0.999¹²⁰⁰ ≈ 0.3
  });
});
