/** Runs one cell within its limits of time and output. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { CellOutputs } from './cell-outputs.js';
import type { KernelProcess, OutputListener } from './kernel-process.js';
import { joinLines, type NotebookCell } from './notebook-format.js';

/** An interrupted cell gets this long to stop; one in a loop after an await cannot, and its kernel is killed. */
const INTERRUPT_GRACE_MS = 2000;

/** What a cell may use. */
export interface CellLimits {
  readonly seconds: number;
  readonly bytes: number;
  readonly signal?: AbortSignal;
}

/** Why a cell failed that did not raise an error itself, in the terms of a notebook's error output. */
export class CellFailure extends Error {
  constructor(
    readonly ename: string,
    readonly evalue: string,
  ) {
    super(`${ename}: ${evalue}`);
  }
}

/** Resolves to a failure when the cell must not go on. */
class LimitWatch {
  readonly exceeded: Promise<CellFailure>;
  private exceed: (failure: CellFailure) => void = () => {};
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = () => this.exceed(new CellFailure('Aborted', 'the run was aborted'));

  constructor(private readonly limits: CellLimits) {
    this.exceeded = new Promise((resolve) => {
      this.exceed = resolve;
    });
    const timeout = new CellFailure('Timeout', `the cell took longer than ${limits.seconds} s`);
    this.timer = setTimeout(() => this.exceed(timeout), Math.min(limits.seconds * 1000, 2 ** 31 - 1));
    limits.signal?.addEventListener('abort', this.onAbort);
    if (limits.signal?.aborted) this.onAbort();
  }

  /** Whether more output is welcome. */
  allows(bytes: number): boolean {
    if (bytes <= this.limits.bytes) return true;
    this.exceed(new CellFailure('OutputLimit', `the cell put out more than ${this.limits.bytes} bytes`));
    return false;
  }

  release(): void {
    clearTimeout(this.timer);
    this.limits.signal?.removeEventListener('abort', this.onAbort);
  }
}

/** Interrupts a cell, and kills the kernel where that does not help. */
async function stopCell(
  kernel: KernelProcess,
  execution: Promise<undefined>,
  why: CellFailure,
): Promise<CellFailure> {
  kernel.interrupt();
  const stopped = execution.then(
    () => true,
    () => true,
  );
  if (await Promise.race([stopped, sleep(INTERRUPT_GRACE_MS, false, { ref: false })])) return why;
  await kernel.close({ force: true });
  return new CellFailure(
    why.ename,
    `${why.evalue}, did not stop when interrupted, and its kernel was killed`,
  );
}

/**
 * Runs one code cell; its outputs, also late ones, go to `outputs`, an error that it raised among them.
 * Throws a {@link CellFailure} where a limit was exceeded, and a KernelDeath where there is no kernel any more.
 */
export async function runCell(
  kernel: KernelProcess,
  cell: NotebookCell,
  outputs: CellOutputs,
  limits: CellLimits,
  onText: (text: string) => void,
): Promise<void> {
  const watch = new LimitWatch(limits);
  const onOutput: OutputListener = (message) => {
    const { header, content } = message;
    if (header.msg_type === 'execute_input') cell.execution_count = content.execution_count;
    if (!watch.allows(outputs.bytes)) return;
    outputs.add(message);
    watch.allows(outputs.bytes);
    onText(content.text ?? content.data?.['text/plain'] ?? '');
  };
  const execution = kernel.execute(joinLines(cell.source), onOutput).then(() => undefined);
  try {
    const failure = await Promise.race([execution, watch.exceeded]);
    if (failure) throw await stopCell(kernel, execution, failure);
  } finally {
    watch.release();
  }
}
