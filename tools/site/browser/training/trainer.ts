/** The page's side of training: a worker for each method, what they have reported, pause, resume and reset. */

import type { LstmParameters } from '../../../../src/lstm/engine.js';
import { part } from '../problems/parts.js';
import { METHODS, type MethodName, type Order, type Report, type TrainingChoice } from './messages.js';

/** How far one method is. */
export interface Progress {
  readonly done: number;
  readonly losses: readonly number[];
  readonly seconds: number;
  readonly diverged: number;
  readonly skippedWindows: number;
  readonly build: string;
  /** The last weights that came. */
  readonly parameters?: LstmParameters;
}

export type TrainerState = 'idle' | 'running' | 'paused' | 'done' | 'failed';

/** Trains all methods at a choice. */
export class Trainer {
  readonly progress = new Map<MethodName, Progress>();
  /** What is trained, or was. */
  choice: TrainingChoice | undefined;
  state: TrainerState = 'idle';
  /** Why it failed. */
  message = '';
  readonly #workers = new Map<MethodName, Worker>();
  readonly #onChange: () => void;

  /** @param onChange called after every report. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Starts anew. */
  async train(choice: TrainingChoice): Promise<void> {
    this.reset();
    this.choice = choice;
    this.state = 'running';
    this.#onChange();
    try {
      const program = await part('training');
      if (this.choice !== choice) return; // reset, or started anew, meanwhile
      const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
      for (const method of METHODS) this.#start(method, choice, address);
      URL.revokeObjectURL(address);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  pause(): void {
    this.state = 'paused';
    this.#order({ kind: 'pause' });
    this.#onChange();
  }

  resume(): void {
    this.state = 'running';
    this.#order({ kind: 'resume' });
    this.#onChange();
  }

  /** Ends everything and forgets it. */
  reset(): void {
    for (const worker of this.#workers.values()) worker.terminate();
    this.#workers.clear();
    this.progress.clear();
    this.choice = undefined;
    this.state = 'idle';
    this.message = '';
    this.#onChange();
  }

  #start(method: MethodName, choice: TrainingChoice, address: string): void {
    const worker = new Worker(address);
    this.#workers.set(method, worker);
    worker.onmessage = ({ data }: MessageEvent<Report>) => this.#take(method, choice, data);
    worker.onerror = ({ message }) => this.#fail(message);
    worker.postMessage({ kind: 'train', method, choice } satisfies Order);
  }

  #take(method: MethodName, { trajectories }: TrainingChoice, report: Report): void {
    if (report.kind === 'failed') {
      this.#fail(report.message);
      return;
    }
    const before = this.progress.get(method);
    const losses = [...(before?.losses ?? []), ...report.losses];
    const parameters = report.parameters ?? before?.parameters;
    this.progress.set(method, { ...report, losses, parameters });
    if (report.done >= trajectories) {
      this.#workers.get(method)?.terminate();
      this.#workers.delete(method);
      if (this.#workers.size === 0) this.state = 'done';
    }
    this.#onChange();
  }

  #order(order: Order): void {
    for (const worker of this.#workers.values()) worker.postMessage(order);
  }

  #fail(message: string): void {
    for (const worker of this.#workers.values()) worker.terminate();
    this.#workers.clear();
    this.state = 'failed';
    this.message = message;
    this.#onChange();
  }
}
