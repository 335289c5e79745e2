/**
 * One running kernel: a process started as the project's kernelspec says, and requests to it.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dealer, Subscriber } from 'zeromq';
import { UNATTENDED_VARIABLE } from '../../src/display/kernel.js';
import { OWN_MARK, removeLeftovers } from '../../src/node/leftovers.js';
import { projectRoot } from '../../src/node/project-root.js';
import { createRequest, decodeMessage, encodeMessage, type JupyterMessage } from './jupyter-protocol.js';
import {
  type ClientSockets,
  type Connection,
  closeSockets,
  createConnection,
  openSockets,
} from './kernel-connection.js';
import { BUILT_VARIABLE, kernelspecRoot } from './project.js';

/** How much of what the process itself prints is kept for the message of a {@link KernelDeath}. */
const PRINTED_TAIL = 2000;
/** Loading tslab takes about 2 s; on a machine busy with other work it may take many times that. */
const START_TIMEOUT_MS = 60_000;
/** A question sent before the kernel listens may go unheard, so the first one is repeated. */
const START_RETRY_MS = 200;
/** How long a kernel that was asked to end may take before it is killed. */
const SHUTDOWN_TIMEOUT_MS = 1000;

/** The kernel's process ended, or never answered, or cannot be understood. */
export class KernelDeath extends Error {
  override readonly name = 'KernelDeath';
}

/** Takes what one request puts out on iopub, also what comes after the request is done. */
export type OutputListener = (message: JupyterMessage) => void;

/** The reply to an execute_request. */
export interface ExecuteReply {
  readonly status: 'ok' | 'error' | 'aborted';
  readonly execution_count?: number;
}

interface Request {
  readonly onOutput: OutputListener;
  readonly onReply: (message: JupyterMessage) => void;
  readonly onIdle: () => void;
}

/** The command line of kernel.json; its 'node' is the Node that runs now. */
function kernelCommand(folder: string, connectionFile: string): { program: string; args: string[] } {
  const { argv } = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { argv: string[] };
  const [program, ...args] = argv.map((part) =>
    part.replace('{resource_dir}', folder).replace('{connection_file}', connectionFile),
  );
  return { program: program === 'node' ? process.execPath : program, args };
}

/** A running kernel; {@link startKernel} makes one, and whoever made it calls {@link KernelProcess.close}. */
export class KernelProcess {
  /** Rejects with a {@link KernelDeath} when the process ends; never resolves. */
  readonly death: Promise<never>;

  private readonly session: string = randomUUID();
  /** By id; kept when done, since a timer of a cell may print later. */
  private readonly requests = new Map<string, Request>();
  private readonly exited: Promise<void>;
  private printed = '';
  private reportDeath: (error: KernelDeath) => void = () => {};

  constructor(
    private readonly child: ChildProcess,
    private readonly connection: Connection,
    private readonly sockets: ClientSockets,
  ) {
    this.death = new Promise<never>((_, reject) => {
      this.reportDeath = reject;
    });
    this.death.catch(() => {}); // whoever asks the kernel something races against it; else it harms nobody
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Uint8Array) => {
        this.printed = (this.printed + new TextDecoder().decode(chunk)).slice(-PRINTED_TAIL);
      });
    }
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => {
        this.reportDeath(new KernelDeath(`the kernel could not start: ${error.message}`));
        resolve();
      });
      child.once('close', (code, signal) => {
        const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
        const last = this.printed.trim();
        this.reportDeath(new KernelDeath(`the kernel died (${how})${last === '' ? '' : `: ${last}`}`));
        resolve();
      });
    });
    for (const socket of [sockets.shell, sockets.control, sockets.iopub]) {
      this.receive(socket).catch((error: Error) => {
        this.reportDeath(new KernelDeath(`the kernel's answer cannot be read: ${error.message}`));
      });
    }
  }

  /** The process's id. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Runs code; resolves when the reply and the end of its output have both arrived. */
  execute(code: string, onOutput: OutputListener): Promise<ExecuteReply> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    return this.ask('execute_request', content, onOutput);
  }

  /** What the kernel says of itself, for a notebook's metadata. Answered once all earlier requests are begun. */
  info(): Promise<{ language_info: Record<string, unknown> }> {
    return this.ask('kernel_info_request', {});
  }

  /** Interrupts a cell, as Jupyter's stop button does. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Ends the kernel: politely first, then by force; resolves when the process is gone. */
  async close({ force = false }: { force?: boolean } = {}): Promise<void> {
    if (!force && this.child.exitCode === null && this.child.signalCode === null) {
      const request = createRequest('shutdown_request', { restart: false }, this.session);
      void this.sockets.control.send(encodeMessage(request, this.connection.key)).catch(() => {});
      await Promise.race([this.exited, sleep(SHUTDOWN_TIMEOUT_MS, undefined, { ref: false })]);
    }
    this.child.kill('SIGKILL');
    await this.exited;
    closeSockets(this.sockets);
  }

  /** Sends a request of any type; resolves to the content of its reply once its output has arrived too. */
  // biome-ignore lint/suspicious/noExplicitAny: each type of reply has a content of its own.
  async ask(type: string, content: unknown, onOutput: OutputListener = () => {}): Promise<any> {
    const request = createRequest(type, content, this.session);
    const answered = new Promise<JupyterMessage>((resolve) => {
      let reply: JupyterMessage | undefined;
      let idle = false;
      const check = () => reply && idle && resolve(reply);
      this.requests.set(request.header.msg_id, {
        onOutput,
        onReply: (message) => {
          reply = message;
          check();
        },
        onIdle: () => {
          idle = true;
          check();
        },
      });
    });
    await Promise.race([this.sockets.shell.send(encodeMessage(request, this.connection.key)), this.death]);
    return (await Promise.race([answered, this.death])).content;
  }

  private async receive(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      // The first frame of a published message is its topic, those before the delimiter in general its route.
      const message = decodeMessage(frames, this.connection.key);
      const request = this.requests.get(message.parent.msg_id ?? '');
      if (!request) continue;
      if (socket !== this.sockets.iopub) request.onReply(message);
      else if (message.header.msg_type !== 'status') request.onOutput(message);
      else if (message.content.execution_state === 'idle') request.onIdle();
    }
  }
}

/** From where a kernel is started. */
export interface KernelPlace {
  /** The folder of its kernel.json; default: the project's own. */
  readonly kernelspec?: string;
  /** The folder that it is started in, as that of a notebook is; default: the project's root. */
  readonly cwd?: string;
  /** How it is talked to; default: what is private on this system. */
  readonly transport?: Connection['transport'];
}

/** Starts a kernel and waits until it answers. `dist` must be up to date. */
export async function startKernel(
  environment: Readonly<Record<string, string>> = {},
  { kernelspec = join(kernelspecRoot, 'kernels', 'tslab'), cwd = projectRoot, transport }: KernelPlace = {},
): Promise<KernelProcess> {
  removeLeftovers(tmpdir());
  const folder = mkdtempSync(join(tmpdir(), `orbit-l2o-kernel${OWN_MARK}.`));
  const { connection, file } = await createConnection(folder, transport);
  const { program, args } = kernelCommand(kernelspec, file);
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, [BUILT_VARIABLE]: '1', [UNATTENDED_VARIABLE]: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.once('close', () => rmSync(folder, { recursive: true, force: true }));
  const kernel = new KernelProcess(child, connection, openSockets(connection));
  try {
    await waitUntilReady(kernel);
  } catch (error) {
    await kernel.close({ force: true });
    throw error;
  }
  return kernel;
}

/** Asks until an answer comes whose output was heard too: a subscription takes effect some time after connecting. */
async function waitUntilReady(kernel: KernelProcess): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  const questions: Promise<'ready'>[] = [];
  while (performance.now() < deadline) {
    questions.push(kernel.info().then(() => 'ready'));
    if ((await Promise.race([...questions, sleep(START_RETRY_MS)])) === 'ready') return;
  }
  throw new KernelDeath(`the kernel did not answer within ${START_TIMEOUT_MS / 1000} s`);
}
