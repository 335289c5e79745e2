/**
 * A function that refuses points outside of its domain, made into one that answers them with NaN: so that an iterate which leaves the
 * domain is a divergence with its step, whatever the function is written in. A formula refuses, tensors and plain code give NaN.
 */

import { OutsideDomain } from '../checks.js';
import type { Optimizee, Vector } from '../seams.js';

/** The same function; where it is not defined, value and derivatives are NaN. Every other error passes. */
export function nanOutside(optimizee: Optimizee): Optimizee {
  const { name, dimension, minimum, thirdDerivative } = optimizee;
  const derivative = (evaluate: () => Vector, out: Vector | undefined): Vector =>
    orElse(evaluate, () => (out ?? new Float64Array(dimension)).fill(Number.NaN));
  return {
    name,
    dimension,
    minimum,
    value: (x) =>
      orElse(
        () => optimizee.value(x),
        () => Number.NaN,
      ),
    gradient: (x, out) => derivative(() => optimizee.gradient(x, out), out),
    hessianVector: (x, v, out) => derivative(() => optimizee.hessianVector(x, v, out), out),
    ...(thirdDerivative && {
      thirdDerivative: (x: Vector, u: Vector, v: Vector, out?: Vector) =>
        derivative(() => thirdDerivative.call(optimizee, x, u, v, out), out),
    }),
  };
}

function orElse<T>(evaluate: () => T, outside: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof OutsideDomain)) throw error;
    return outside();
  }
}
