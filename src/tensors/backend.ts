/**
 * Which TensorFlow.js does the arithmetic: the native one where it is installed, else WebAssembly, else plain
 * JavaScript. All three compute in float32 and give the same results to rounding.
 *
 * | backend | package                       | when                                                              |
 * |---------|-------------------------------|-------------------------------------------------------------------|
 * | `node`  | @tensorflow/tfjs-node         | Node, optional; its native part is downloaded when it is installed |
 * | `wasm`  | @tensorflow/tfjs-backend-wasm | SIMD, one thread; a web page serves its .wasm files beside itself |
 * | `cpu`   | @tensorflow/tfjs-backend-cpu  | the last resort, and the slowest                                  |
 *
 * `ORBIT_L2O_TENSORS=node|wasm|cpu` or the option `backend` force one; a forced backend that does not load is
 * an error, never a fallback. Loading takes some 0.2 seconds, so nothing here runs before it is asked for.
 */

import { refuse, requireOneOf } from '../checks.js';
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

/** In order of preference. */
const BACKENDS: readonly TensorBackendName[] = ['node', 'wasm', 'cpu'];

const ENVIRONMENT_VARIABLE = 'ORBIT_L2O_TENSORS';

/** The backend that the option asks for, else the environment, else undefined: the best that loads. */
export function requestedBackend(
  option: string | undefined,
  variable = environment(ENVIRONMENT_VARIABLE),
): TensorBackendName | undefined {
  if (option !== undefined) return requireOneOf('loadTensors', 'backend', option, BACKENDS);
  if (variable === undefined || variable === '') return undefined;
  return requireOneOf('loadTensors', ENVIRONMENT_VARIABLE, variable, BACKENDS);
}

/**
 * Loads and starts the requested backend, or else the first of {@link BACKENDS} that starts.
 *
 * @throws if the requested backend, or without a request every backend, fails to start.
 */
export async function startBackend(
  requested: TensorBackendName | undefined,
  packages: TensorPackages = installedPackages(),
): Promise<{ tf: Tensorflow; backend: TensorBackend }> {
  const failures: string[] = [];
  for (const name of requested ? [requested] : BACKENDS) {
    try {
      const { tf, version } = await STARTERS[name](packages);
      const fallbackReason = failures.length > 0 ? failures.join('; ') : undefined;
      return { tf, backend: { name, version, ...(fallbackReason && { fallbackReason }) } };
    } catch (error) {
      failures.push(`${name}: ${reasonFor(error)}`);
    }
  }
  const wanted = requested ? `backend '${requested}' must load` : 'a backend must load';
  return refuse('loadTensors', wanted, failures.join('; '));
}

type Start = (packages: TensorPackages) => Promise<{ tf: Tensorflow; version: string }>;

const STARTERS: Readonly<Record<TensorBackendName, Start>> = {
  node: async (packages) => {
    restoreRemovedUtilities();
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // no banner of CPU features on stderr
    const tf = packages.node();
    await activate(tf, 'tensorflow'); // the name under which tfjs-node registers itself
    const { version } = tf as Tensorflow & { version: Readonly<Record<string, string>> };
    return { tf, version: version['tfjs-node'] };
  },
  wasm: async (packages) => {
    const tf = await packages.cpu(); // the namespace; the package below adds a backend to it
    const { setWasmPaths, folder, version_wasm: version } = await packages.wasm();
    if (folder) setWasmPaths(folder);
    await activate(tf, 'wasm');
    return { tf, version };
  },
  cpu: async (packages) => {
    const tf = await packages.cpu();
    await activate(tf, 'cpu');
    withoutWarnings(tf, () => tf.scalar(0).dispose()); // its first tensor would advertise tfjs-node
    return { tf, version: tf.version_core };
  },
};

async function activate(tf: Tensorflow, registeredName: string): Promise<void> {
  // setBackend answers false where the backend's own start-up failed.
  if (!(await tf.setBackend(registeredName)))
    throw new Error(`TensorFlow.js could not start '${registeredName}'`);
  await tf.ready();
}

function withoutWarnings(tf: Tensorflow, run: () => void): void {
  const production = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    run();
  } finally {
    tf.env().set('PROD', production);
  }
}

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed, and `util.isArray`, which is deprecated
 * (tensorflow/tfjs#8425, merged but never released). Puts back what is missing, and only that.
 */
function restoreRemovedUtilities(): void {
  const missing: Record<string, (value: unknown) => boolean> = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  const utilities = process.getBuiltinModule('node:util') as unknown as Record<string, unknown>;
  for (const [name, substitute] of Object.entries(missing)) {
    if (typeof utilities[name] !== 'function') utilities[name] = substitute;
  }
}

/** The packages in node_modules; in a browser, those of the bundle. */
function installedPackages(): TensorPackages {
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
function reasonFor(error: unknown): string {
  const message = String(error instanceof Error ? error.message : error);
  if ((error as { code?: string })?.code === 'MODULE_NOT_FOUND') return 'not installed';
  if (message.includes('native addon module')) return 'its native part is not installed';
  return message.split('\n')[0].trim();
}
