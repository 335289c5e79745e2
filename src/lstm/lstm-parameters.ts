/** Shapes of the meta-optimizer's weights, their checks, and their random initialisation. */

import { refuse, requireCount, requireObject, requireOptions, requireSize } from '../checks.js';
import type { Stream } from '../random/stream.js';
import { requireStream } from '../seam-checks.js';
import type { Vector } from '../seams.js';
import type { LstmParameters, LstmShape, LstmState } from './engine.js';

type WeightShape = Pick<LstmShape, 'inputs' | 'hidden' | 'outputs'>;

const WEIGHT_SIZES = ['inputs', 'hidden', 'outputs'] as const;

/** Requires the numbers of a shape, all of them and no others. */
export function requireShape(where: string, shape: LstmShape): void {
  const sizes = [...WEIGHT_SIZES, 'batch', 'window'] as const;
  requireOptions(where, shape, sizes, 'shape');
  for (const size of sizes) requireCount(where, size, shape[size]);
}

/** Requires one of a window's steps. */
export function requireStep(method: string, { window }: LstmShape, t: number): void {
  if (!(Number.isInteger(t) && t >= 0 && t < window)) {
    refuse(`LstmEngine.${method}`, `step must lie in 0 … ${window - 1}`, t);
  }
}

/** Requires a number of steps that the window has room for. */
export function requireSteps(method: string, { window }: LstmShape, steps: number): void {
  requireSize(`LstmEngine.${method}`, 'steps', steps, window);
}

/** The shape of every parameter, in PyTorch's layout. */
export function parameterShapes({
  inputs,
  hidden,
  outputs,
}: WeightShape): Record<keyof LstmParameters, number[]> {
  const gates = 4 * hidden;
  return {
    'lstm1.weight_ih': [gates, inputs],
    'lstm1.weight_hh': [gates, hidden],
    'lstm1.bias_ih': [gates],
    'lstm1.bias_hh': [gates],
    'lstm2.weight_ih': [gates, hidden],
    'lstm2.weight_hh': [gates, hidden],
    'lstm2.bias_ih': [gates],
    'lstm2.bias_hh': [gates],
    'head.weight': [outputs, hidden],
    'head.bias': [outputs],
  };
}

/** The parameters' names, in the order in which they are drawn and saved. */
export const parameterNames: readonly (keyof LstmParameters)[] = Object.keys(
  parameterShapes({ inputs: 1, hidden: 1, outputs: 1 }),
) as (keyof LstmParameters)[];

/** All zero. */
export function emptyParameters(shape: WeightShape): LstmParameters {
  return fromShapes(shape, (size) => new Float32Array(size));
}

/**
 * Uniform on ±1/√H, the initialisation of PyTorch's `LSTMCell` and, for H inputs, of its `Linear`. Each tensor is drawn from
 * a child stream of its own, row by row: of one stream, tensors of one shape are equal, and so are the rows that heads of
 * different size have in common.
 */
export function randomParameters(shape: WeightShape, stream: Stream): LstmParameters {
  requireStream('randomParameters', stream);
  requireObject('randomParameters', 'shape', shape);
  for (const size of WEIGHT_SIZES) requireCount('randomParameters', size, shape[size]);
  const bound = 1 / Math.sqrt(shape.hidden);
  return fromShapes(shape, (size, name) =>
    Float32Array.from(stream.split(name).uniforms(size, -bound, bound)),
  );
}

/** How many weights there are. */
export function weightCount(shape: WeightShape): number {
  const sizes = Object.values(parameterShapes(shape)).map((size) =>
    size.reduce((product, d) => product * d, 1),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * All weights in a row: tensor by tensor in the order of the names, each column by column, which is how the WASM engine keeps them.
 */
export function flattened(parameters: Readonly<Record<keyof LstmParameters, ArrayLike<number>>>): Vector {
  const gates = parameters['lstm1.bias_ih'].length;
  const outputs = parameters['head.bias'].length;
  const flat = new Float64Array(parameterNames.reduce((sum, name) => sum + parameters[name].length, 0));
  let at = 0;
  for (const name of parameterNames) {
    const tensor = parameters[name];
    const rows = name.startsWith('head') ? outputs : gates;
    const columns = tensor.length / rows;
    for (let c = 0; c < columns; c++) for (let r = 0; r < rows; r++) flat[at++] = tensor[r * columns + c];
  }
  return flat;
}

/** The tensors of a row of weights. @throws on another size. */
export function unflattened(
  where: string,
  shape: WeightShape,
  flat: Vector,
): Record<keyof LstmParameters, Vector> {
  requireWeights(where, shape, flat);
  let at = 0;
  const entries = Object.entries(parameterShapes(shape)).map(([name, [rows, columns = 1]]) => {
    const tensor = new Float64Array(rows * columns);
    for (let c = 0; c < columns; c++) for (let r = 0; r < rows; r++) tensor[r * columns + c] = flat[at++];
    return [name, tensor];
  });
  return Object.fromEntries(entries);
}

/** @throws unless there are as many numbers as weights. */
export function requireWeights(where: string, shape: WeightShape, flat: Vector): void {
  const count = weightCount(shape);
  if (flat.length !== count) refuse(where, `there must be ${count} weights in a row`, flat.length);
}

/** @throws unless all parameters are there, with the shape's sizes and finite values. */
export function requireParameters(where: string, shape: WeightShape, parameters: LstmParameters): void {
  for (const [name, dimensions] of Object.entries(parameterShapes(shape))) {
    const tensor = parameters[name as keyof LstmParameters];
    const size = dimensions.reduce((product, d) => product * d, 1);
    if (!(tensor instanceof Float32Array) || tensor.length !== size) {
      refuse(where, `${name} must hold [${dimensions.join(', ')}] float32 numbers`, tensor?.length);
    }
    if (!tensor.every(Number.isFinite))
      refuse(
        where,
        `${name} must be finite`,
        tensor.find((x) => !Number.isFinite(x)),
      );
  }
}

export function isLstmState(from: LstmParameters | LstmState): from is LstmState {
  return 'parameters' in from;
}

function fromShapes(
  shape: WeightShape,
  make: (size: number, name: keyof LstmParameters) => Float32Array,
): LstmParameters {
  const entries = Object.entries(parameterShapes(shape)).map(([name, dimensions]) => [
    name,
    make(
      dimensions.reduce((product, d) => product * d, 1),
      name as keyof LstmParameters,
    ),
  ]);
  return Object.fromEntries(entries) as LstmParameters;
}
