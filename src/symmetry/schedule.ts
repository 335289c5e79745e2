/**
 * When to teleport: the set Z of steps after whose update the iterate is moved along its orbit (Algorithm 3).
 *
 * Steps count from 0. The paper's 2-D experiments teleport at {2, 5, 8, 11, 14, 17} of 21 steps; how often
 * is worth it is one of its open questions, hence a schedule is plain data that an experiment can vary.
 */

import { refuse, requireCount, requireOptions } from '../checks.js';

/** Every k-th step from `first` on, or exactly the steps listed, or none. */
export type ScheduleDescription =
  | 'never'
  | readonly number[]
  | {
      /** k, the distance between two teleports. */
      readonly every: number;
      /** The first step that teleports; k − 1 by default, so that k updates come before each teleport. */
      readonly first?: number;
    };

/** The teleporting steps of a run. */
export interface Schedule {
  /** The steps that teleport, ascending. */
  readonly at: readonly number[];
  /** Whether step t teleports. */
  includes(t: number): boolean;
}

/** The paper's Z for its 2-D experiments. */
export const PAPER_SCHEDULE: readonly number[] = [2, 5, 8, 11, 14, 17];

/**
 * The schedule of a run of `steps` steps.
 *
 * @throws if a step lies outside 0 … steps − 1, comes twice, or if `every` lets no teleport happen at all.
 */
export function schedule(description: ScheduleDescription, steps: number): Schedule {
  requireCount('schedule', 'steps', steps);
  const at =
    description === 'never' ? [] : isList(description) ? listed(description) : regular(description, steps);
  for (const t of at) {
    if (!Number.isInteger(t) || t < 0 || t >= steps) {
      refuse('schedule', `a run of ${steps} steps teleports at steps 0 to ${steps - 1}`, t);
    }
  }
  const set = new Set(at);
  return { at, includes: (t) => set.has(t) };
}

/** Requires a description of a schedule, of whatever run. */
export function requireSchedule(where: string, description: ScheduleDescription): void {
  if (description === 'never') return;
  if (isList(description)) {
    for (const t of listed(description)) requireCount(where, 'a step of the schedule', t, 0);
    return;
  }
  requireRegular(where, description);
}

/** Whether step t of a run without end teleports; the description is one that {@link schedule} takes. */
export function teleportsAt(description: ScheduleDescription, t: number): boolean {
  if (description === 'never') return false;
  if (isList(description)) return description.includes(t);
  const { every, first = every - 1 } = description;
  return t >= first && (t - first) % every === 0;
}

/** As far as a run of `steps` steps goes: for an evaluation shorter than the training whose schedule it follows. */
export function scheduleWithin(description: ScheduleDescription, steps: number): Schedule {
  if (description === 'never') return schedule(description, steps);
  if (isList(description)) {
    return schedule(
      description.filter((t) => t < steps),
      steps,
    );
  }
  const { every, first = every - 1 } = description;
  return schedule(first < steps ? description : 'never', steps);
}

function isList(description: Exclude<ScheduleDescription, 'never'>): description is readonly number[] {
  return Array.isArray(description);
}

function listed(description: readonly number[]): readonly number[] {
  const ascending = [...description].sort((a, b) => a - b);
  const twice = ascending.find((t, i) => i > 0 && t === ascending[i - 1]);
  if (twice !== undefined) refuse('schedule', 'a step is listed once', `${twice} twice`);
  return ascending;
}

function requireRegular(where: string, description: { every: number; first?: number }): void {
  if (typeof description !== 'object' || description === null) {
    refuse(where, "description must be 'never', a list of steps or { every, first }", description);
  }
  requireOptions(where, description, ['every', 'first']);
  requireCount(where, 'every', description.every);
  if (description.first !== undefined) requireCount(where, 'first', description.first, 0);
}

function regular(description: { every: number; first?: number }, steps: number): readonly number[] {
  requireRegular('schedule', description);
  const { every, first = every - 1 } = description;
  if (first >= steps)
    refuse('schedule', `the first teleport must come within the ${steps} steps`, `step ${first}`);
  return Array.from({ length: Math.ceil((steps - first) / every) }, (_, i) => first + i * every);
}
