/**
 * The backends of TensorFlow.js: what they are, and how their packages are loaded. All of them compute in float32 and give the
 * same results to rounding.
 *
 * | backend | package                       | when                                                              |
 * |---------|-------------------------------|-------------------------------------------------------------------|
 * | `node`  | @tensorflow/tfjs-node         | Node, optional: TensorFlow itself; ahead on many parameters        |
 * | `wasm`  | @tensorflow/tfjs-backend-wasm | SIMD, one thread; a web page serves its .wasm files beside itself |
 * | `cpu`   | @tensorflow/tfjs-backend-cpu  | plain JavaScript: ahead on few parameters, and always there       |
 *
 * `ORBIT_L2O_TENSORS=node|wasm|cpu` or the option `backend` force one; a forced backend that does not load is
 * an error, never a fallback. Loading takes some 0.2 seconds, so nothing here runs before it is asked for.
 */

import { requireOneOf } from '../checks.js';
import { environment, nodeRequire } from '../platform.js';

/** The TensorFlow.js namespace, `tf` in its documentation. */
export type Tensorflow = typeof import('./tfjs-types/index.js');

/** The backends of TensorFlow.js that are known here. */
export type TensorBackendName = 'node' | 'wasm' | 'cpu';

/** The backend in use, as it is recorded with results. */
export interface TensorBackend {
  readonly name: TensorBackendName;
  /** The version of the package that computes. */
  readonly version: string;
  /** Why no better backend was taken; absent if the first choice loaded. */
  readonly fallbackReason?: string;
}

/** How the packages are loaded, one function each; a test hands in its own. */
export interface TensorPackages {
  readonly node: () => Tensorflow;
  readonly wasm: () => WasmPackage | Promise<WasmPackage>;
  readonly cpu: () => Tensorflow | Promise<Tensorflow>;
}

export interface WasmPackage {
  readonly version_wasm: string;
  setWasmPaths(folder: string): void;
  /** Where its .wasm files lie; ends in a slash. Absent in a browser: beside the page. */
  readonly folder?: string;
}

/** All of them, the fastest on large problems first. */
export const BACKENDS: readonly TensorBackendName[] = ['node', 'wasm', 'cpu'];

const ENVIRONMENT_VARIABLE = 'ORBIT_L2O_TENSORS';

/** The backend that the option asks for, else the environment, else undefined: by size. */
export function requestedBackend(
  option: string | undefined,
  variable = environment(ENVIRONMENT_VARIABLE),
): TensorBackendName | undefined {
  if (option !== undefined) return requireOneOf('loadTensors', 'backend', option, BACKENDS);
  if (variable === undefined || variable === '') return undefined;
  return requireOneOf('loadTensors', ENVIRONMENT_VARIABLE, variable, BACKENDS);
}

/** The packages in node_modules; in a browser, those of the bundle. */
export function installedPackages(): TensorPackages {
  const require = nodeRequire();
  const core = async () => (await import('#tfjs')) as unknown as Tensorflow & WasmPackage;
  return {
    node: () => {
      if (!require) throw new Error('not in a browser');
      return require('@tensorflow/tfjs-node') as Tensorflow;
    },
    cpu: core,
    wasm: async () => {
      const { version_wasm, setWasmPaths } = await core();
      const folder = require?.resolve(WASM_FILE).replace(/[^/\\]*$/, '');
      return { version_wasm, setWasmPaths, folder };
    },
  };
}

/** Beside the others of its backend. */
const WASM_FILE = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm';

/** Why a package did not load, without the paths of this machine: it is recorded with results. */
export function reasonFor(error: unknown): string {
  const message = String(error instanceof Error ? error.message : error);
  if ((error as { code?: string })?.code === 'MODULE_NOT_FOUND') return 'not installed';
  if (message.includes('native addon module')) return 'its native part is not installed';
  return message.split('\n')[0].trim();
}
