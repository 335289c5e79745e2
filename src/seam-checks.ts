/** The seams at the door: what an optimizee, an action, a task, a family or a stream must have to be used as one. */

import { refuse, requireCount, requireList, requireObject, requireText, requireVector } from './checks.js';
import type { Stream } from './random/stream.js';
import type { GroupAction, Optimizee, Task, TaskFamily } from './seams.js';

/** Requires an object with these methods. */
export function requireMethods(
  where: string,
  what: string,
  value: unknown,
  methods: readonly string[],
): void {
  requireObject(where, what, value);
  for (const method of methods) {
    const found = (value as Record<string, unknown>)[method];
    if (typeof found !== 'function') refuse(where, `${what} must have the method ${method}`, found);
  }
}

/** Requires a function with its gradient. */
export function requireOptimizee(where: string, optimizee: Optimizee): void {
  requireMethods(where, 'optimizee', optimizee, ['value', 'gradient']);
  requireCount(where, 'optimizee.dimension', optimizee.dimension);
}

/** Requires a group action. */
export function requireAction(where: string, action: GroupAction): void {
  requireMethods(where, 'action', action, ['act']);
  requireCount(where, 'action.dimension', action.dimension);
  requireCount(where, 'action.algebraDimension', action.algebraDimension, 0);
}

/** Requires a list of tasks, not empty. The starts are looked at where they are used. */
export function requireTasks(where: string, tasks: readonly Task[]): void {
  requireList(where, 'tasks', tasks);
  for (const task of tasks) {
    requireObject(where, 'a task', task);
    requireOptimizee(where, task.optimizee);
  }
}

/** Requires a family of tasks. */
export function requireFamily(where: string, family: TaskFamily): void {
  requireMethods(where, 'family', family, ['sample']);
  requireText(where, 'family.name', family.name);
  requireCount(where, 'family.dimension', family.dimension);
  requireCount(where, 'family.algebraDimension', family.algebraDimension, 0);
  requireObject(
    where,
    'family.configuration, plain data that says what it draws from,',
    family.configuration,
  );
}

/** Requires a task with an optimizee, an action and a start of these dimensions. */
export function requireTask(where: string, task: Task, n: number, m: number): void {
  requireObject(where, 'a task, { optimizee, action, start },', task);
  const { optimizee, action, start } = task;
  requireMethods(where, "a task's optimizee", optimizee, ['value', 'gradient', 'hessianVector']);
  if (action === undefined || action === null) {
    refuse(where, `a task must have an action (noAction(${n}) is the trivial one)`, action);
  }
  requireMethods(where, "a task's action", action, ['act', 'vjp', 'generator', 'compose', 'inverse']);
  if (optimizee.dimension !== n || action.algebraDimension !== m) {
    const got = `${optimizee.dimension} and ${action.algebraDimension}`;
    refuse(where, `a task must have dimensions ${n} and ${m}`, got);
  }
  if (action.dimension !== n) refuse(where, `a task's action must act on ${n} numbers`, action.dimension);
  if (typeof start?.length !== 'number') refuse(where, `a task's start must hold ${n} numbers`, start);
  requireVector(where, 'the start', start, n);
}

/** Requires a random stream, such as `Stream.fromSeed(1)`. */
export function requireStream(where: string, stream: Stream): void {
  requireMethods(where, 'stream', stream, ['split', 'uniform']);
}
