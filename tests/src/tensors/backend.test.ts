/** Which backends start, what is said of them, and what happens where one does not load. */

import { createRequire } from 'node:module';
import util from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  requestedBackend,
  type TensorBackendName,
  type Tensorflow,
  type TensorPackages,
  type WasmPackage,
} from '../../../src/tensors/backend.js';
import { RunningBackends } from '../../../src/tensors/running-backends.js';

const require = createRequire(import.meta.url);
const wasmPackage = (await import('#tfjs')) as unknown as WasmPackage;
const tfjs = wasmPackage as unknown as Tensorflow;
const wasmFolder = require
  .resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm')
  .replace(/[^/\\]*$/, '');

const missing = (name: string) => () => {
  throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- somewhere`), {
    code: 'MODULE_NOT_FOUND',
  });
};
const installed: TensorPackages = {
  node: missing('@tensorflow/tfjs-node'),
  wasm: () => ({ ...wasmPackage, setWasmPaths: wasmPackage.setWasmPaths, folder: wasmFolder }),
  cpu: () => tfjs,
};

/** tfjs-node as it presents itself: registers 'tensorflow', and needs util.isNullOrUndefined as it computes. */
function tfjsNodeStub(): Tensorflow {
  tfjs.registerBackend('tensorflow', () => tfjs.findBackend('cpu'), 3);
  const utilities = util as unknown as {
    isNullOrUndefined(value: unknown): boolean;
    isArray(value: unknown): boolean;
  };
  if (utilities.isNullOrUndefined(0) || !utilities.isNullOrUndefined(null) || !utilities.isArray([])) {
    throw new Error('wrong answers from util');
  }
  return { ...tfjs, version: { 'tfjs-node': '4.22.0' } } as unknown as Tensorflow;
}

/** As `loadTensors` starts them. */
const start = (names: readonly TensorBackendName[], packages: TensorPackages) =>
  new RunningBackends(packages).start(names);
const ALL: readonly TensorBackendName[] = ['node', 'wasm', 'cpu'];

describe('RunningBackends', () => {
  afterEach(() => {
    if (tfjs.findBackendFactory('tensorflow')) tfjs.removeBackend('tensorflow');
    vi.restoreAllMocks();
  });

  it('takes tfjs-node where it loads', async () => {
    const { tf, backend, compute } = await start(ALL, { ...installed, node: tfjsNodeStub });
    expect(backend).toEqual({ name: 'node', version: '4.22.0' });
    expect(compute(() => tf.getBackend())).toBe('tensorflow');
  });

  it('gives tfjs-node the utilities that Node 23 removed, and leaves those that are there', async () => {
    const utilities = util as unknown as Record<string, unknown>;
    const { isNullOrUndefined, isArray } = utilities;
    delete utilities.isNullOrUndefined;
    try {
      const { backend } = await start(['node'], { ...installed, node: tfjsNodeStub });
      expect(backend.name).toBe('node');
      expect(utilities.isArray).toBe(isArray);
    } finally {
      utilities.isNullOrUndefined = isNullOrUndefined;
    }
  });

  it('takes WebAssembly where tfjs-node is missing, and says so', async () => {
    const { tf, backend, compute } = await start(ALL, installed);
    expect(backend).toEqual({ name: 'wasm', version: '4.22.0', fallbackReason: 'node: not installed' });
    expect(compute(() => tf.getBackend())).toBe('wasm');
    expect(compute(() => tf.tidy(() => tf.tensor1d([3, 4]).square().sum().dataSync()[0]))).toBe(25);
  });

  it('takes plain JavaScript where neither loads, without advertisement, and gives both reasons', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const broken: TensorPackages = {
      ...installed,
      node: () => {
        throw new Error(
          'The Node.js native addon module (tfjs_binding.node) can not be found at path: /somewhere \nPlease run …',
        );
      },
      wasm: missing('@tensorflow/tfjs-backend-wasm'),
    };
    const { tf, backend, compute } = await start(ALL, broken);
    expect(backend).toEqual({
      name: 'cpu',
      version: '4.22.0',
      fallbackReason: 'node: its native part is not installed; wasm: not installed',
    });
    expect(compute(() => tf.getBackend())).toBe('cpu');
    expect(tf.env().getBool('PROD')).toBe(false); // later warnings are heard
    expect(warn).not.toHaveBeenCalled();
  });

  it('refuses a requested backend that does not load, rather than take another', async () => {
    await expect(start(['node'], installed)).rejects.toThrow(
      /^loadTensors: backend 'node' must load, got 'node: not installed'$/,
    );
  });

  it('refuses where none loads', async () => {
    const none = { node: missing('a'), wasm: missing('b'), cpu: missing('c') };
    await expect(start(ALL, none)).rejects.toThrow(
      /^loadTensors: a backend must load, got 'node: not installed; wasm: not installed; cpu: not installed'$/,
    );
  });

  it('tells which are there, and why the others are not', async () => {
    const { there, missing: reasons } = await new RunningBackends(installed).survey(ALL);
    expect(there.map(({ name }) => name)).toEqual(['wasm', 'cpu']);
    expect(reasons).toEqual(['node: not installed']);
  });

  it('starts one that failed when it is asked for anew', async () => {
    let isThere = false;
    const node = () => (isThere ? tfjsNodeStub() : missing('@tensorflow/tfjs-node')());
    const backends = new RunningBackends({ ...installed, node });
    await backends.start(['wasm']);
    expect(backends.first(ALL).backend.name).toBe('wasm');
    isThere = true;
    expect(backends.first(ALL).backend.name).toBe('wasm'); // the choice by size stays what it was in this process
    expect((await backends.start(['node'])).backend.name).toBe('node');
  });

  it('leaves the engine where it was, also when a computation throws', async () => {
    const backends = new RunningBackends(installed);
    const [wasm, cpu] = [await backends.start(['wasm']), await backends.start(['cpu'])];
    wasm.activate();
    const { tf } = wasm;
    const seen = cpu.compute(() => [tf.getBackend(), wasm.compute(() => tf.getBackend()), tf.getBackend()]);
    expect(seen).toEqual(['cpu', 'wasm', 'cpu']);
    expect(tf.getBackend()).toBe('wasm');
    const fail = () => {
      throw new Error('half-way');
    };
    expect(() => cpu.compute(fail)).toThrow('half-way');
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.tidy(() => tf.scalar(2).square().dataSync()[0])).toBe(4);
  });
});

describe('requestedBackend', () => {
  it('follows the option, then the environment, then nothing', () => {
    expect(requestedBackend('cpu', 'wasm')).toBe('cpu');
    expect(requestedBackend(undefined, 'wasm')).toBe('wasm');
    expect(requestedBackend(undefined, '')).toBeUndefined();
    vi.stubEnv('ORBIT_L2O_TENSORS', undefined);
    expect(requestedBackend(undefined)).toBeUndefined();
    vi.unstubAllEnvs();
  });

  it('refuses unknown names, saying where they come from', () => {
    expect(() => requestedBackend('gpu')).toThrow(
      /^loadTensors: backend must be one of node, wasm, cpu, got 'gpu'$/,
    );
    expect(() => requestedBackend(undefined, 'webgl')).toThrow(
      /^loadTensors: ORBIT_L2O_TENSORS must be one of node, wasm, cpu, got 'webgl'$/,
    );
  });
});
