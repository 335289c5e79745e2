/** One window through an engine and through the float64 loops: the same inputs, cotangents and weights. */

import { lstmStep, type Weights, zeroMemory } from '../../src/lstm/cells.js';
import type { LstmEngine, LstmMemory, LstmParameters, LstmShape, Numbers } from '../../src/lstm/engine.js';
import { parameterNames, randomParameters } from '../../src/lstm/lstm-parameters.js';
import { Stream } from '../../src/random/stream.js';

/** What is fed to every engine: all numbers exact in float32, so that both sides start from the same. */
export interface WindowCase {
  readonly shape: LstmShape;
  readonly parameters: LstmParameters;
  /** Steps before the window, after which `carry` is called. */
  readonly before: number;
  readonly inputs: number[][][]; // [before + window][B][inputs]
  readonly cotangents: number[][][]; // [window][B][outputs]
}

export function randomCase(shape: LstmShape, before: number, seed: number): WindowCase {
  const stream = Stream.fromSeed(seed);
  const draws = (steps: number, width: number, name: string): number[][][] => {
    const source = stream.split(name);
    const row = () => Array.from(source.normals(width), Math.fround);
    return Array.from({ length: steps }, () => Array.from({ length: shape.batch }, row));
  };
  return {
    shape,
    parameters: randomParameters(shape, stream.split('weights')),
    before,
    inputs: draws(before + shape.window, shape.inputs, 'inputs'),
    cotangents: draws(shape.window, shape.outputs, 'cotangents'),
  };
}

/** What an engine makes of it. */
export interface WindowResult {
  readonly outputs: number[][][]; // [window][B][outputs]
  readonly gradients: LstmParameters;
  /** The gradients again, by going back through all steps at once. */
  readonly gradientsAtOnce: LstmParameters;
  readonly inputGradients: number[][][]; // [window][B][inputs]
}

/** Runs the window forward and backward, on the case's weights unless told to go on with the engine's own. */
export function runWindow(
  engine: LstmEngine,
  window: WindowCase,
  weights: 'of the case' | 'of the engine' = 'of the case',
): WindowResult {
  const { shape, before, inputs, cotangents } = window;
  const { batch, window: T } = shape;
  if (weights === 'of the case') engine.load(window.parameters);
  engine.reset();
  for (let t = 0; t < before; t++) {
    writeRows(engine.inputs(t), engine.inputStride, inputs[t]);
    engine.step(t);
  }
  if (before > 0) engine.carry(before);
  const forward = (): number[][][] =>
    Array.from({ length: T }, (_, t) => {
      writeRows(engine.inputs(t), engine.inputStride, inputs[before + t]);
      engine.step(t);
      return readRows(engine.outputs(t), engine.outputStride, batch, shape.outputs);
    });
  const writeCotangents = (t: number) =>
    writeRows(engine.outputGradients(t), engine.outputStride, cotangents[t]);

  forward();
  for (let t = 0; t < T; t++) writeCotangents(t);
  engine.backward(T);
  const gradientsAtOnce = engine.gradients(T);

  const outputs = forward();
  engine.beginBackward(T);
  const inputGradients: number[][][] = [];
  for (let t = T - 1; t >= 0; t--) {
    writeCotangents(t);
    engine.stepBackward(t);
    inputGradients[t] = readRows(engine.inputGradients(), engine.inputStride, batch, shape.inputs);
  }
  return { outputs, gradients: engine.gradients(T), gradientsAtOnce, inputGradients };
}

/** The window in float64: what each step emits, [window][B][outputs], from the memories `carried` into it. */
export function outputsInFloat64(
  { shape, inputs, before, parameters }: WindowCase,
  carried = memoriesBefore({ shape, inputs, before, parameters }),
  weights: Weights = parameters,
  windowInputs = inputs.slice(before),
): number[][][] {
  const outputs: number[][][] = Array.from({ length: shape.window }, () => []);
  for (let b = 0; b < shape.batch; b++) {
    let memory = carried[b];
    for (let t = 0; t < shape.window; t++) {
      const step = lstmStep(weights, windowInputs[t][b], memory);
      memory = step.memory;
      outputs[t][b] = Array.from(step.y);
    }
  }
  return outputs;
}

/**
 * The gradient of loss = Σ cotangent · output in every weight and in the window's inputs, by central differences
 * of fourth order, (8(F(h) − F(−h)) − (F(2h) − F(−2h))) / 12h: with h = 1e-3, good to some 1e-11.
 *
 * Truncated backpropagation ends at the window's start, so the memory carried into it is held fixed.
 */
export function finiteDifferences(window: WindowCase): Pick<WindowResult, 'inputGradients'> & {
  readonly gradients: Record<keyof LstmParameters, number[]>;
} {
  const carried = memoriesBefore(window);
  const loss = (): number =>
    innerProduct(window.cotangents, outputsInFloat64(window, carried, weights, inputs));
  const weights = Object.fromEntries(
    parameterNames.map((name) => [name, Array.from(window.parameters[name])]),
  ) as Record<keyof LstmParameters, number[]>;
  const inputs = structuredClone(window.inputs.slice(window.before));
  const slope = (numbers: number[], k: number): number => {
    const h = 1e-3;
    const centre = numbers[k];
    const at = (offset: number) => {
      numbers[k] = centre + offset;
      return loss();
    };
    const result = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    numbers[k] = centre;
    return result;
  };
  const everySlope = (numbers: number[]) => numbers.map((_, k) => slope(numbers, k));
  return {
    gradients: Object.fromEntries(parameterNames.map((name) => [name, everySlope(weights[name])])) as Record<
      keyof LstmParameters,
      number[]
    >,
    inputGradients: inputs.map((rows) => rows.map(everySlope)),
  };
}

function innerProduct(a: number[][][], b: number[][][]): number {
  const other = b.flat(2);
  return a.flat(2).reduce((total, value, k) => total + value * other[k], 0);
}

function memoriesBefore({
  shape,
  parameters,
  before,
  inputs,
}: Pick<WindowCase, 'shape' | 'parameters' | 'before' | 'inputs'>): LstmMemory[] {
  return Array.from({ length: shape.batch }, (_, b) => {
    let memory = zeroMemory(shape.hidden);
    for (let t = 0; t < before; t++) memory = lstmStep(parameters, inputs[t][b], memory).memory;
    return memory;
  });
}

function writeRows(view: Numbers, stride: number, rows: number[][]): void {
  rows.forEach((row, b) => {
    view.set(row, b * stride);
  });
}

function readRows(view: Numbers, stride: number, rows: number, width: number): number[][] {
  return Array.from({ length: rows }, (_, b) => Array.from(view.subarray(b * stride, b * stride + width)));
}
