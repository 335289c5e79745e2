/** What a family must be, and a task that it draws: looked at in shape alone, so that a slip has one clear line at the door. */

import { refuse, requireCount, requireVector } from '../checks.js';
import type { Task, TaskFamily } from '../seams.js';

const OPTIMIZEE = ['value', 'gradient', 'hessianVector'] as const;
const ACTION = ['act', 'vjp', 'generator', 'compose', 'inverse'] as const;

/** @throws BadInput in the name of `where` unless the family has everything that `TaskFamily` asks for. */
export function requireFamily(where: string, family: TaskFamily): void {
  if (typeof family !== 'object' || family === null) refuse(where, 'family must be a TaskFamily', family);
  const { name, dimension, algebraDimension, configuration, sample } = family;
  if (typeof name !== 'string' || name === '') refuse(where, "the family's name must be a text", name);
  requireCount(where, `dimension of ${name}`, dimension);
  requireCount(where, `algebraDimension of ${name}`, algebraDimension, 0);
  if (typeof configuration !== 'object' || configuration === null) {
    refuse(where, `configuration of ${name} must be plain data that says what it draws from`, configuration);
  }
  if (typeof sample !== 'function') refuse(where, `sample of ${name} must be a function of a stream`, sample);
}

/** @throws BadInput in the name of `where` unless the task has an optimizee, an action and a start of these dimensions. */
export function requireTask(where: string, task: Task, n: number, m: number): void {
  if (typeof task !== 'object' || task === null)
    refuse(where, 'a task must be { optimizee, action, start }', task);
  const { optimizee, action, start } = task;
  requireMethods(where, "a task's optimizee", optimizee, OPTIMIZEE);
  if (action === undefined || action === null) {
    refuse(where, `a task must have an action (noAction(${n}) is the trivial one)`, action);
  }
  requireMethods(where, "a task's action", action, ACTION);
  if (optimizee.dimension !== n || action.algebraDimension !== m) {
    const got = `${optimizee.dimension} and ${action.algebraDimension}`;
    refuse(where, `a task must have dimensions ${n} and ${m}`, got);
  }
  if (action.dimension !== n) refuse(where, `a task's action must act on ${n} numbers`, action.dimension);
  if (typeof start?.length !== 'number') refuse(where, `a task's start must hold ${n} numbers`, start);
  requireVector(where, 'the start', start, n);
}

function requireMethods(where: string, what: string, value: unknown, names: readonly string[]): void {
  if (typeof value !== 'object' || value === null) refuse(where, `${what} must be an object`, value);
  const missing = names.find((name) => typeof (value as Record<string, unknown>)[name] !== 'function');
  if (missing) refuse(where, `${what} must have the method ${missing}`, Object.keys(value));
}
