/**
 * What a meta-training leaves of itself as it goes: a few sums a window, read and never written to, so that the training's numbers are
 * those without it. At most {@link MOST_ENTRIES} entries are kept: when they are full, neighbours are joined.
 *
 *     loss             of every outer step
 *     emitted          √ mean (∂loss/∂y)², by head: the meta-gradient at what the LSTM emits
 *     update/gradient  ‖update‖ / ‖∇f‖
 *     skipped          windows without an Adam step
 *     divergence       by inner step
 */

import type { LstmEngine } from '../../lstm/engine.js';
import { norm } from '../../numerics/vector.js';
import type { Divergence } from '../../optimizers/trajectory.js';
import type { Stream } from '../../random/stream.js';
import type { TaskFamily } from '../../seams.js';
import type { MetaOptimizerDescription } from '../description.js';
import type { InnerStep } from '../inner-step.js';
import { type HeadColumns, headColumns } from './head-columns.js';

/** Entries of a recording. */
const MOST_ENTRIES = 256;

/** Sums over some outer steps in a row. */
export interface RecordedEntry {
  /** The first of them, and how many. */
  first: number;
  count: number;
  /** Sum and number of the losses that are finite. */
  loss: number;
  losses: number;
  /** Sum and number of (∂loss/∂y)², by head. */
  readonly emitted: Float64Array;
  readonly emittedCount: Float64Array;
  /** Sum and number of log₁₀(‖update‖/‖∇f‖). */
  ratio: number;
  ratios: number;
  windows: number;
  /** Windows without an Adam step, and those in which the meta-gradient is zero. */
  skipped: number;
  idle: number;
  diverged: number;
  /** Trajectories. */
  trajectories: number;
}

/** A recording under way. */
export class Recording {
  readonly heads: readonly HeadColumns[];
  /** What is trained on, and the stream of the training, for a look at more tasks. */
  readonly family: TaskFamily;
  readonly stream: Stream;
  /** Trajectories that diverged at inner step t. [steps] */
  readonly divergedAt: number[];
  #entries: RecordedEntry[] = [];
  #width = 1;

  constructor(description: MetaOptimizerDescription, family: TaskFamily, stream: Stream, steps: number) {
    this.family = family;
    this.stream = stream;
    this.heads = headColumns(description, family.dimension, family.algebraDimension);
    this.divergedAt = new Array<number>(steps).fill(0);
  }

  /** In order; the last one may still grow. */
  get entries(): readonly RecordedEntry[] {
    return this.#entries;
  }

  /** Called after an inner step of the trajectories that have not diverged. */
  step(steps: readonly InnerStep[], divergences: readonly (Divergence | undefined)[]): void {
    const entry = this.#open();
    for (let b = 0; b < steps.length; b++) {
      if (divergences[b]) continue;
      const gradient = norm(steps[b].gradient);
      const update = norm(steps[b].update);
      if (!(gradient > 0 && update > 0) || !Number.isFinite(update)) continue;
      entry.ratio += Math.log10(update / gradient);
      entry.ratios++;
    }
  }

  /** Called after a window's backpropagation through `through` steps, before Adam. */
  window(engine: LstmEngine, through: number): void {
    const entry = this.#open();
    const { batch } = engine.shape;
    let reached = false; // whether anything that was emitted reaches a loss
    for (let t = 0; t < through; t++) {
      const gradients = engine.outputGradients(t);
      this.heads.forEach(({ from, to }, h) => {
        let sum = 0;
        for (let row = 0; row < batch; row++) {
          const at = row * engine.outputStride;
          for (let k = from; k < to; k++) sum += gradients[at + k] ** 2;
        }
        reached ||= sum !== 0;
        if (!Number.isFinite(sum)) return;
        entry.emitted[h] += sum;
        entry.emittedCount[h] += batch * (to - from);
      });
    }
    if (!reached) entry.idle++;
  }

  /** Ends an outer step. */
  outerStep(
    loss: number,
    divergences: readonly Divergence[],
    windows: number,
    skipped: number,
    trajectories: number,
  ): void {
    const entry = this.#open();
    if (Number.isFinite(loss)) {
      entry.loss += loss;
      entry.losses++;
    }
    for (const { step } of divergences) this.divergedAt[step] = (this.divergedAt[step] ?? 0) + 1;
    entry.diverged += divergences.length;
    entry.windows += windows;
    entry.skipped += skipped;
    entry.trajectories += trajectories;
    entry.count++;
    if (this.#entries.length === MOST_ENTRIES && entry.count === this.#width) this.#join();
  }

  #open(): RecordedEntry {
    const last = this.#entries.at(-1);
    if (last && last.count < this.#width) return last;
    const entry: RecordedEntry = {
      first: last ? last.first + last.count : 0,
      count: 0,
      loss: 0,
      losses: 0,
      emitted: new Float64Array(this.heads.length),
      emittedCount: new Float64Array(this.heads.length),
      ratio: 0,
      ratios: 0,
      windows: 0,
      skipped: 0,
      idle: 0,
      diverged: 0,
      trajectories: 0,
    };
    this.#entries.push(entry);
    return entry;
  }

  #join(): void {
    const joined: RecordedEntry[] = [];
    for (let i = 0; i < this.#entries.length; i += 2) joined.push(joinedEntry(this.#entries.slice(i, i + 2)));
    this.#entries = joined;
    this.#width *= 2;
  }
}

/** Neighbours as one entry. */
export function joinedEntry(entries: readonly RecordedEntry[]): RecordedEntry {
  const total = (name: NumberName) => entries.reduce((sum, entry) => sum + entry[name], 0);
  const byHead = (name: 'emitted' | 'emittedCount') =>
    entries[0][name].map((_, h) => entries.reduce((sum, entry) => sum + entry[name][h], 0));
  return {
    first: entries[0].first,
    count: total('count'),
    loss: total('loss'),
    losses: total('losses'),
    emitted: byHead('emitted'),
    emittedCount: byHead('emittedCount'),
    ratio: total('ratio'),
    ratios: total('ratios'),
    windows: total('windows'),
    skipped: total('skipped'),
    idle: total('idle'),
    diverged: total('diverged'),
    trajectories: total('trajectories'),
  };
}

type NumberName = Exclude<keyof RecordedEntry, 'emitted' | 'emittedCount' | 'first'>;
