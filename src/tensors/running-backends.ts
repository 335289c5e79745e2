/**
 * Several backends in one process, side by side.
 *
 * TensorFlow.js has one engine a process, whatever packages bring it, and the engine computes on one backend at a time. Each
 * backend is started once; a computation of the adapters runs on its own ({@link RunningBackend.compute}), and the engine then
 * is on the one from before. Tensors that a function holds from elsewhere move to the backend that asks for them.
 */

import { refuse } from '../checks.js';
import {
  installedPackages,
  reasonFor,
  type TensorBackend,
  type TensorBackendName,
  type Tensorflow,
  type TensorPackages,
} from './backend.js';
import { mendHigherDerivatives } from './higher-derivatives.js';

/** A backend that has started. */
export interface RunningBackend {
  readonly tf: Tensorflow;
  readonly backend: TensorBackend;
  /** Runs `task`, which is synchronous, on this backend. */
  compute<T>(task: () => T): T;
  /** Makes it the one on which `tf` computes by itself. */
  activate(): void;
}

/** The names under which the packages register themselves. */
const REGISTERED = { node: 'tensorflow', wasm: 'wasm', cpu: 'cpu' } as const;

export class RunningBackends {
  readonly #packages: TensorPackages;
  readonly #running = new Map<TensorBackendName, RunningBackend>();
  readonly #failures = new Map<TensorBackendName, string>();
  #core: Tensorflow | undefined;
  #wasm: Promise<void> | undefined;

  constructor(packages: TensorPackages = installedPackages()) {
    this.#packages = packages;
  }

  /** Starts these, in turn, until one is there. @throws if none starts, with the reason of each. */
  async start(names: readonly TensorBackendName[]): Promise<RunningBackend> {
    for (const name of names) {
      try {
        if (name !== 'node') this.#core ??= await this.#packages.cpu(); // to which the others add a backend
        if (name === 'wasm') await (this.#wasm ??= this.#startWasm());
        else this.#startHere(name);
        this.#failures.delete(name);
        break;
      } catch (error) {
        this.#failures.set(name, reasonFor(error));
        if (name === 'wasm') this.#wasm = undefined; // so that it can be tried again
      }
    }
    return this.first(names);
  }

  /** The first of these that runs. The native and the plain backend start where they are first wanted. */
  first(names: readonly TensorBackendName[]): RunningBackend {
    const reasons: string[] = [];
    for (const name of names) {
      try {
        if (!this.#failures.has(name)) this.#startHere(name);
      } catch (error) {
        this.#failures.set(name, reasonFor(error));
      }
      const running = this.#running.get(name);
      if (running) return withReasons(running, reasons);
      reasons.push(`${name}: ${this.#failures.get(name)}`);
    }
    const wanted = names.length === 1 ? `backend '${names[0]}' must load` : 'a backend must load';
    return refuse('loadTensors', wanted, reasons.join('; '));
  }

  /** Starts all of these: which are there, and why the others are not. */
  async survey(names: readonly TensorBackendName[]): Promise<{ there: TensorBackend[]; missing: string[] }> {
    for (const name of names) await this.start([name]).catch(() => {}); // its reason is kept
    const runs = (name: TensorBackendName) => this.#running.get(name);
    return {
      there: names.flatMap((name) => runs(name)?.backend ?? []),
      missing: names.filter((name) => !runs(name)).map((name) => `${name}: ${this.#failures.get(name)}`),
    };
  }

  /** As TensorFlow.js starts it, but the engine goes on with what it has meanwhile. */
  async #startWasm(): Promise<void> {
    const tf = this.#core!;
    const { setWasmPaths, folder, version_wasm: version } = await this.#packages.wasm();
    if (folder) setWasmPaths(folder);
    const instance = await Promise.resolve(tf.findBackendFactory('wasm')?.()).catch(() => undefined);
    if (!instance) throw new Error("TensorFlow.js could not start 'wasm'");
    engineOf(tf).registry.wasm = instance;
    for (const { setupFunc } of tf.getKernelsForBackend('wasm')) setupFunc?.(instance);
    this.#add(tf, 'wasm', version);
  }

  /** Starts what starts without waiting. */
  #startHere(name: TensorBackendName): void {
    if (this.#running.has(name)) return;
    if (name === 'wasm') throw new Error('not started');
    if (name === 'node') this.#startNode();
    else if (!this.#core) throw new Error('not started');
    else this.#startCpu(this.#core);
  }

  #startNode(): void {
    restoreRemovedUtilities();
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // no banner of CPU features on stderr
    const before = this.#core && engineOf(this.#core).backendName;
    const tf = this.#packages.node(); // makes itself the engine's backend
    try {
      if (!tf.findBackend(REGISTERED.node)) throw new Error("TensorFlow.js could not start 'tensorflow'");
    } finally {
      if (before !== undefined) switchTo(tf, before);
    }
    const { version } = tf as Tensorflow & { version: Readonly<Record<string, string>> };
    this.#add(tf, 'node', version['tfjs-node']);
  }

  #startCpu(tf: Tensorflow): void {
    on(tf, 'cpu', () => withoutWarnings(tf, () => tf.scalar(0).dispose())); // its first tensor would advertise tfjs-node
    this.#add(tf, 'cpu', tf.version_core);
  }

  #add(tf: Tensorflow, name: TensorBackendName, version: string): void {
    mendHigherDerivatives(tf); // again for each: a package that is loaded later registers the gradients anew
    const compute = <T>(task: () => T): T => on(tf, REGISTERED[name], task);
    const activate = () => switchTo(tf, REGISTERED[name]);
    this.#running.set(name, { tf, backend: { name, version }, compute, activate });
  }
}

function withReasons(running: RunningBackend, reasons: readonly string[]): RunningBackend {
  if (reasons.length === 0) return running;
  return { ...running, backend: { ...running.backend, fallbackReason: reasons.join('; ') } };
}

/** What the engine looks at to find its kernels. Its own `setBackend` prepares them all anew, which takes 1 to 2 ms. */
interface Engine {
  backendName: string | undefined;
  backendInstance: unknown;
  readonly registry: Record<string, unknown>;
}

const engineOf = (tf: Tensorflow) => tf.engine() as unknown as Engine;

function switchTo(tf: Tensorflow, registeredName: string): void {
  const engine = engineOf(tf);
  engine.backendInstance = tf.findBackend(registeredName);
  engine.backendName = registeredName;
}

function on<T>(tf: Tensorflow, registeredName: string, task: () => T): T {
  const engine = engineOf(tf);
  const { backendName, backendInstance } = engine;
  if (backendName === registeredName) return task();
  switchTo(tf, registeredName);
  try {
    return task();
  } finally {
    // Where there was none, the first one stays.
    if (backendName !== undefined) Object.assign(engine, { backendName, backendInstance });
  }
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
