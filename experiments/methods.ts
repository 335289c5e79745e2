/** Methods that several experiments share, and how one is made. */

import { requireOneOf } from '../src/checks.js';
import type { MetaOptimizerDescription } from '../src/metaoptimizer/description.js';
import type { MetaTrainOptions } from '../src/metaoptimizer/meta-train-options.js';
import type { BaselineMethod, LearnedMethod, Method } from './experiment.js';

/** A method from a meta-optimizer's description, under its name. */
export function learned(description: MetaOptimizerDescription, training?: MetaTrainOptions): LearnedMethod {
  return { kind: 'learned', name: description.name, description, training };
}

/** The method of that name. @throws on an unknown one, in the name of `where`. */
export function methodNamed<M extends Pick<Method, 'name'>>(
  where: string,
  { methods }: { readonly methods: readonly M[] },
  name: string,
): M {
  const names = methods.map((method) => method.name);
  requireOneOf(where, 'method', name, names);
  return methods[names.indexOf(name)];
}

/** 10^low … 10^high, two a decade. */
export function logGrid(low: number, high: number): number[] {
  return Array.from({ length: 2 * (high - low) + 1 }, (_, i) => Number((10 ** (low + i / 2)).toPrecision(2)));
}

/** Gradient descent and momentum, tuned, and Adam at the public code's learning rate. */
export const baselines: readonly BaselineMethod[] = [
  { kind: 'baseline', name: 'GD (tuned)', rule: 'gradient descent', learningRates: logGrid(-5, 0) },
  {
    kind: 'baseline',
    name: 'momentum (tuned)',
    rule: 'momentum',
    learningRates: logGrid(-5, 0),
    momenta: [0.5, 0.9],
  },
  { kind: 'baseline', name: 'Adam (lr 0.3)', rule: 'Adam', learningRates: [0.3] },
];
