/** Which backend is taken, what is said of it, and what happens where one does not load. */

import { createRequire } from 'node:module';
import util from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  requestedBackend,
  startBackend,
  type Tensorflow,
  type TensorPackages,
  type WasmPackage,
} from '../../../src/tensors/backend.js';

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

describe('startBackend', () => {
  afterEach(() => {
    if (tfjs.findBackendFactory('tensorflow')) tfjs.removeBackend('tensorflow');
    vi.restoreAllMocks();
  });

  it('takes tfjs-node where it loads', async () => {
    const { tf, backend } = await startBackend(undefined, { ...installed, node: tfjsNodeStub });
    expect(backend).toEqual({ name: 'node', version: '4.22.0' });
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it('gives tfjs-node the utilities that Node 23 removed, and leaves those that are there', async () => {
    const utilities = util as unknown as Record<string, unknown>;
    const { isNullOrUndefined, isArray } = utilities;
    delete utilities.isNullOrUndefined;
    try {
      const { backend } = await startBackend('node', { ...installed, node: tfjsNodeStub });
      expect(backend.name).toBe('node');
      expect(utilities.isArray).toBe(isArray);
    } finally {
      utilities.isNullOrUndefined = isNullOrUndefined;
    }
  });

  it('takes WebAssembly where tfjs-node is missing, and says so', async () => {
    const { tf, backend } = await startBackend(undefined, installed);
    expect(backend).toEqual({ name: 'wasm', version: '4.22.0', fallbackReason: 'node: not installed' });
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.tidy(() => tf.tensor1d([3, 4]).square().sum().dataSync()[0])).toBe(25);
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
    const { tf, backend } = await startBackend(undefined, broken);
    expect(backend).toEqual({
      name: 'cpu',
      version: '4.22.0',
      fallbackReason: 'node: its native part is not installed; wasm: not installed',
    });
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.env().getBool('PROD')).toBe(false); // later warnings are heard
    expect(warn).not.toHaveBeenCalled();
  });

  it('refuses a requested backend that does not load, rather than take another', async () => {
    await expect(startBackend('node', installed)).rejects.toThrow(
      /^loadTensors: backend 'node' must load, got 'node: not installed'$/,
    );
  });

  it('refuses where none loads', async () => {
    const none = { node: missing('a'), wasm: missing('b'), cpu: missing('c') };
    await expect(startBackend(undefined, none)).rejects.toThrow(
      /^loadTensors: a backend must load, got 'node: not installed; wasm: not installed; cpu: not installed'$/,
    );
  });
});

describe('requestedBackend', () => {
  it('follows the option, then the environment, then nothing', () => {
    expect(requestedBackend('cpu', 'wasm')).toBe('cpu');
    expect(requestedBackend(undefined, 'wasm')).toBe('wasm');
    expect(requestedBackend(undefined, '')).toBeUndefined();
    expect(requestedBackend(undefined, undefined)).toBeUndefined();
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
