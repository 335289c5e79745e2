/**
 * A look at a family before anything is trained on it: is the gradient that of the value, is the action a symmetry, is the optimum
 * one? At a few starts and points beside them, with random numbers of its own.
 *
 * A law is broken where it fails at most of these points, and by every step of the differences: a kink between two points of a
 * difference, or a part of the function too small to be seen, refuses nothing. `checkOptimizee` and `checkAction` look closer.
 */

import { BadInput, OutsideDomain, refuse } from '../checks.js';
import type { LawReport } from '../laws.js';
import { norm, sum } from '../numerics/vector.js';
import type { Stream } from '../random/stream.js';
import { requireTask } from '../seam-checks.js';
import type { Optimizee, Task, TaskFamily, Vector } from '../seams.js';
import { checkAction } from '../symmetry/check-action.js';
import { checkDerivatives } from './check-derivatives.js';

/** Starts that are looked at, and as many points beside them. */
const TASKS = 3;
/** How far beside, relative to the start's length or 1. */
const BESIDE = 0.1;
/** What an error must exceed, whatever the precision: less is not what keeps a training from learning. */
const LEAST_ERROR = 1e-4;
/** Steps of the differences, relative to the point: where a long one crosses a kink a short one does not. */
const STEPS = { float64: [undefined, 1e-6], float32: [undefined, 5e-3, 1e-3] } as const;

/** The laws that training rests on, and what each says in words. */
const LAWS: Readonly<Record<string, string>> = {
  gradient: 'the gradient must be that of the value',
  hessianVector: 'hessianVector must be the derivative of the gradient',
  'f(exp(ξ)·x) = f(x)': 'the action must be a symmetry, f(exp(ξ)·x) = f(x)',
  '⟨∇f(x), generator(ξ, x)⟩ = 0': 'the action must be a symmetry, ⟨∇f(x), generator(ξ, x)⟩ = 0',
  'exp(0)·x = x': 'the action of ξ = 0 must leave x where it is',
  generator: 'the generator must be the derivative of the action',
  'vjp, by x': 'the vjp by x must be the adjoint of the action',
  'vjp, by ξ': 'the vjp by ξ must be the adjoint of the action',
  'minimum: value': 'the value at the minimum must be the one it says',
  'minimum: gradient': 'the gradient at the minimum must be zero',
  'nothing lies below the minimum': 'no value may lie below the minimum',
};

/** What a gradient with noise need not obey. */
const OF_THE_GRADIENT = new Set([
  'gradient',
  'hessianVector',
  '⟨∇f(x), generator(ξ, x)⟩ = 0',
  'minimum: gradient',
]);

/** A wrong gradient breaks later laws too, so it is told of first. */
const ORDER = Object.keys(LAWS);

/** A law that a family breaks. */
export interface FamilyFault {
  /** What must hold, in words. */
  readonly law: string;
  /** The name of a task's optimizee, or of optimizee and action, on which it does not. */
  readonly subject: string;
  /** The worst relative error. */
  readonly error: number;
  /** At how many points it fails, of how many. */
  readonly failed: number;
  readonly points: number;
}

/** What of a family is looked at beside its gradient, action and optimum. */
export interface FamilyCheckOptions {
  /** Whether the Hessian is used: default false, as the paper's plain inputs do not. */
  readonly hessian?: boolean;
}

/** What is wrong with a family, causes first; nothing, for most. @throws BadInput on a task of a wrong shape. */
export function familyFaults(
  family: TaskFamily,
  stream: Stream,
  { hessian = false }: FamilyCheckOptions = {},
): FamilyFault[] {
  const found = new Map<string, { subject: string; error: number; failed: number; points: number }>();
  const note = (law: string, subject: string, error: number, broken: boolean) => {
    if (!(law in LAWS)) return;
    const before = found.get(law) ?? { subject, error: 0, failed: 0, points: 0 };
    found.set(law, {
      subject,
      error: Math.max(before.error, broken ? error : 0),
      failed: before.failed + Number(broken),
      points: before.points + 1,
    });
  };
  for (let i = 0; i < TASKS; i++) {
    const draws = stream.split(i);
    const task = family.sample(draws.split('task'));
    for (const x of [task.start, beside(task.start, draws.split('beside'))]) {
      unlessOutside(() => {
        for (const { law, subject, error, broken } of lawsAt(task, x, draws, hessian)) {
          if (!(task.optimizee.noisy && OF_THE_GRADIENT.has(law))) note(law, subject, error, broken);
        }
      });
    }
  }
  return [...found]
    .filter(([, { failed, points }]) => failed > points / 2)
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([law, fault]) => ({ law: LAWS[law], ...fault }));
}

/** Refuses a family with a fault, by one line. @throws BadInput */
export function requireSoundFamily(
  where: string,
  family: TaskFamily,
  stream: Stream,
  options: FamilyCheckOptions = {},
): void {
  const [task, again] = [1, 2].map(() => family.sample(stream.split('task')));
  requireTask(where, task, family.dimension, family.algebraDimension);
  if (!again?.start || task.start.some((x, i) => x !== again.start[i])) {
    refuse(where, `sample of ${family.name} must give the same task for the same stream (check: 'off' trains all the same)`, 'another start'); // biome-ignore format: one line
  }
  const [fault, ...others] = familyFaults(family, stream, options);
  if (!fault) return;
  const more =
    others.length === 0 ? '' : `, and ${others.length} more law${others.length > 1 ? 's' : ''} broken`;
  throw new BadInput(
    `${where}: ${fault.law} (${fault.subject}; check: 'off' trains all the same), got ${faultText(fault)}${more}`,
  );
}

/** By how much, and where. */
export function faultText({ error, failed, points }: FamilyFault): string {
  const size = Number.isFinite(error) ? `a relative error of ${error.toPrecision(2)}` : 'no number';
  return `${size} at ${failed} of ${points} points`;
}

interface Judged {
  readonly law: string;
  readonly subject: string;
  readonly error: number;
  readonly broken: boolean;
}

function lawsAt({ optimizee, action }: Task, x: Vector, draws: Stream, hessian: boolean): Judged[] {
  const point = () => x;
  const stream = draws.split('directions');
  const order = hessian ? 2 : 1;
  const judged = [
    ...byEveryStep([optimizee], (step) =>
      checkDerivatives(optimizee, { order, samples: 1, point, stream, step }),
    ),
    ...byEveryStep([optimizee, action], (step) =>
      checkAction(optimizee, action, stream, { samples: 1, point, step }),
    ),
  ];
  return [...judged, ...minimumLaws(optimizee, x)];
}

/** The laws of a report, each at the step at which it fares best. */
function byEveryStep(subjects: readonly object[], check: (step?: number) => LawReport): Judged[] {
  const single = subjects.some((one) => (one as { dtype?: string }).dtype === 'float32');
  const best = new Map<string, Judged>();
  for (const step of STEPS[single ? 'float32' : 'float64']) {
    const { laws, subject } = check(step);
    for (const { law, error, tolerance } of laws) {
      const broken = !(error <= Math.max(10 * tolerance, LEAST_ERROR));
      if (!((best.get(law)?.error ?? Number.NaN) <= error)) best.set(law, { law, subject, error, broken });
    }
    if (![...best.values()].some(({ law, broken }) => broken && law in LAWS)) break;
  }
  return [...best.values()];
}

/** Of an optimum that the optimizee names; relative to what value and gradient are at x. */
function minimumLaws(optimizee: Optimizee, x: Vector): Judged[] {
  const { minimum, name: subject } = optimizee;
  if (!minimum) return [];
  const judged = (law: string, distance: number, scale: number): Judged => {
    const error = distance === 0 ? 0 : distance / Math.max(scale, Number.MIN_VALUE);
    return { law, subject, error, broken: !(error <= LEAST_ERROR ** 0.5) };
  };
  const value = optimizee.value(x);
  const scale = Math.max(Math.abs(value), Math.abs(minimum.value));
  const laws = [judged('nothing lies below the minimum', Math.max(0, minimum.value - value), scale)];
  const { point } = minimum;
  if (!point) return laws;
  unlessOutside(() => {
    const atPoint = Math.abs(optimizee.value(point) - minimum.value);
    laws.push(judged('minimum: value', atPoint, scale));
    const slope = norm(optimizee.gradient(point).slice());
    const distance = norm(sum(x, -1, point));
    const expected = norm(optimizee.gradient(x));
    if (distance > 0 && expected > 0) laws.push(judged('minimum: gradient', slope, expected));
  });
  return laws;
}

function beside(start: Vector, stream: Stream): Vector {
  const length = BESIDE * Math.max(1, norm(start) / Math.sqrt(start.length));
  return start.map((value) => value + length * stream.normal());
}

/** Does nothing at a point where the function is not defined. */
function unlessOutside(look: () => void): void {
  try {
    look();
  } catch (error) {
    if (!(error instanceof OutsideDomain)) throw error;
  }
}
