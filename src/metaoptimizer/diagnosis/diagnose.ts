/**
 * Why does it not learn? {@link diagnose} looks at a training, under way or done: at what was recorded, at what the LSTM does on a few new
 * tasks, and at the family itself; and says what is wrong, with a remedy.
 */

import { refuse, requireCount, requireObject, requireOptions } from '../../checks.js';
import { familyFaults } from '../../optimizees/check-family.js';
import { readsHessian } from '../description.js';
import type { MetaTrained } from '../meta-train.js';
import { MetaTraining } from '../meta-training.js';
import { lastCut, outerWeights } from '../window.js';
import type { Diagnosis, DiagnosisPoint } from './diagnosis.js';
import { findingsOf } from './findings.js';
import { probe } from './probe.js';
import { joinedEntry, type RecordedEntry, type Recording } from './recording.js';
import { reference } from './reference.js';

/** How closely {@link diagnose} looks. */
export interface DiagnoseOptions {
  /**
   * New tasks that the LSTM is tried on, a whole number from 2 on; default 16, ours.
   * @example
   * ```ts
   * import { describe, diagnose, ellipseFixed, metaTrain, Stream } from 'orbit-l2o';
   *
   * const small = describe({ name: 'small', hidden: 8 });
   * const trained = metaTrain(small, ellipseFixed, Stream.fromSeed(1), { trajectories: 3 });
   * console.log(diagnose(trained, { tasks: 4 }).steps[0].tasks); // 4
   * ```
   */
  readonly tasks?: number;
}

/** Points of a curve. */
const POINTS = 60;

/**
 * What is to be seen of a training, and what is wrong with it. It draws from streams of its own and runs on an engine of its own: a
 * training that is looked at goes on as if it had not been.
 *
 * @throws BadInput on a training that was not recorded, or has not begun.
 * @example
 * ```ts
 * import { describe, diagnose, ellipseVaried, metaTrain, Stream } from 'orbit-l2o';
 *
 * const small = describe({ name: 'small', hidden: 20 });
 * const training = { trajectories: 30, window: 1 };
 * const [finding] = diagnose(metaTrain(small, ellipseVaried, Stream.fromSeed(1), training)).findings;
 * console.log(finding.name, '|', finding.remedy); // no meta-gradient | take a window of at least 2 (5 is the paper's)
 * ```
 */
export function diagnose(training: MetaTraining | MetaTrained, options: DiagnoseOptions = {}): Diagnosis {
  const where = 'diagnose';
  requireObject(where, 'training', training);
  requireOptions(where, options, ['tasks']);
  const { tasks: count = 16 } = options;
  requireCount(where, 'tasks', count, 2);
  const { recording, description, options: protocol } = training;
  if (!recording) refuse(where, 'the training must have been recorded', 'record: false');
  const { family, stream, entries } = recording;
  if (entries.length === 0) refuse(where, 'the training must have begun', '0 outer steps');
  const state = training instanceof MetaTraining ? training.state() : training.state;
  const { steps, window, weights: weighting, outerLoss = 'sum' } = protocol;
  const draws = stream.split('diagnosis');
  const tasks = Array.from({ length: count }, (_, i) => family.sample(draws.split(i)));
  const weights = outerWeights(outerLoss, steps, window, weighting).fill(0, lastCut(steps, window) + 1);
  const probed = probe(description, state.parameters, tasks, steps);
  const whole = joinedEntry(entries);
  const seen = {
    method: description.name,
    family: family.name,
    outerSteps: whole.count,
    trajectories: whole.trajectories,
    diverged: whole.diverged,
    divergedAt: [...recording.divergedAt],
    windows: whole.windows,
    skippedWindows: whole.skipped,
    idleWindows: whole.idle,
    heads: recording.heads.map(({ name }) => name),
    curve: curveOf(recording),
    reference: reference(tasks, weights, probed.losses),
    steps: probed.steps,
    decades: decadesOf(probed.gradients),
  };
  const faults = familyFaults(family, draws.split('check'), { hessian: readsHessian(description) });
  return { ...seen, findings: findingsOf({ ...seen, description, options: protocol, faults }) };
}

function curveOf({ entries, heads }: Recording): DiagnosisPoint[] {
  const size = Math.ceil(entries.length / POINTS);
  const groups = Array.from({ length: Math.ceil(entries.length / size) }, (_, i) =>
    joinedEntry(entries.slice(i * size, (i + 1) * size)),
  );
  return groups.map((entry) => pointOf(entry, heads.length));
}

function pointOf(entry: RecordedEntry, heads: number): DiagnosisPoint {
  const mean = (sum: number, count: number) => (count > 0 ? sum / count : null);
  const ratio = mean(entry.ratio, entry.ratios);
  return {
    trajectory: entry.first + (entry.count - 1) / 2,
    loss: mean(entry.loss, entry.losses),
    emitted: Array.from({ length: heads }, (_, h) => {
      const square = mean(entry.emitted[h], entry.emittedCount[h]);
      return square === null ? null : Math.sqrt(square);
    }),
    updateRatio: ratio === null ? null : 10 ** ratio,
  };
}

/** Powers of ten between the smallest and the largest of sizes in order. */
function decadesOf(sizes: Float64Array): number {
  const positive = sizes.filter((size) => size > 0 && Number.isFinite(size));
  if (positive.length < 2) return 0;
  return Math.log10(positive[positive.length - 1] / positive[0]);
}
