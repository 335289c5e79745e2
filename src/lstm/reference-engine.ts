/**
 * The LSTM engine again, slowly, in float64: an independent check of `wasm-engine.ts`, with which it shares no line of
 * arithmetic. Its steps are those of `cells.ts`, row by row. Adam is that of
 * `exact-state.ts`. Weights, moments and activations are float64; `state` and `gradients` hand out copies rounded to float32, as checkpoints
 * hold them, and `exactState` and `exactGradients` the numbers themselves, from which alone it continues bit for bit.
 */

import { refuse } from '../checks.js';
import type { Vector } from '../seams.js';
import { lstmStep, lstmStepVjp, type StepTape, type Weights, zeroMemory } from './cells.js';
import type { LstmEngine, LstmMemory, LstmParameters, LstmShape, LstmState } from './engine.js';
import {
  afterAdamStep,
  type ExactParameters,
  type ExactState,
  initialState,
  mapParameters,
  rounded,
  widened,
} from './exact-state.js';
import {
  emptyParameters,
  flattened,
  isLstmState,
  requireParameters,
  requireShape,
  requireStep,
  requireSteps,
  unflattened,
} from './lstm-parameters.js';

/** The reference engine, which also tells its numbers unrounded. */
export interface ReferenceEngine extends LstmEngine {
  exactGradients(steps: number): ExactParameters;
  exactState(): ExactState;
  /** Takes over weights of any precision, Adam starting afresh, or a whole state. */
  loadExact(from: Weights | ExactState): void;
}

/**
 * An engine with all weights zero: `load` gives it others. Adam's defaults are those of {@link AdamOptions}.
 *
 * @throws if a number of the shape is not a whole number of at least 1.
 */
export function createReferenceEngine(shape: LstmShape): ReferenceEngine {
  requireShape('createReferenceEngine', shape);
  const { inputs: I, hidden: H, outputs: O, batch: B, window: T } = shape;
  const perStep = <A>(make: () => A, count = T) => Array.from({ length: count }, make);
  const perRow = <A>(make: (b: number) => A) => Array.from({ length: B }, (_, b) => make(b));
  const emptyMemories = () => perRow(() => zeroMemory(H));
  const row = (numbers: Vector, width: number, b: number) => numbers.slice(b * width, (b + 1) * width);

  let state = initialState(widened(emptyParameters(shape)));
  const inputs = perStep(() => new Float64Array(B * I)); // [T][B, I]
  const outputs = perStep(() => new Float64Array(B * O)); // [T][B, O]
  const outputGradients = perStep(() => new Float64Array(B * O)); // [T][B, O]
  const memories = perStep(emptyMemories, T + 1); // memories[t][b] goes into step t
  const tapes: StepTape[][] = perStep(() => []); // [T][B]
  const inputGradients = new Float64Array(B * I);
  let memoryGradient = emptyMemories();
  let gradientOfStep = perStep((): ExactParameters | undefined => undefined); // φ̄ of each step

  const within = (t: number, method = 'inputs'): number => {
    requireStep(method, shape, t);
    return t;
  };

  /** Σ over steps of φ̄, each a sum over the batch. */
  const exactGradients = (steps: number): ExactParameters => {
    requireSteps('gradients', shape, steps);
    return mapParameters((name) => {
      const total = new Float64Array(state.parameters[name].length);
      for (let t = 0; t < steps; t++) {
        const part =
          gradientOfStep[t] ?? refuse('LstmEngine.gradients', 'stepBackward must have run', `step ${t}`);
        for (let k = 0; k < total.length; k++) total[k] += part[name][k];
      }
      return total;
    });
  };

  const beginBackward = (): void => {
    memoryGradient = emptyMemories();
    gradientOfStep = perStep(() => undefined);
  };

  const stepBackward = (t: number): void => {
    within(t, 'stepBackward');
    const sums = mapParameters((name) => new Float64Array(state.parameters[name].length));
    for (let b = 0; b < B; b++) {
      const y = row(outputGradients[t], O, b);
      const pulled = lstmStepVjp(state.parameters, tapes[t][b], y, memoryGradient[b], sums);
      inputGradients.set(pulled.u, b * I);
      memoryGradient[b] = pulled.memory;
    }
    gradientOfStep[t] = sums;
  };

  return {
    shape,
    inputStride: I,
    outputStride: O,
    reset: () => {
      memories[0] = emptyMemories();
    },
    memory: () => joined(memories[0]),
    recall: (memory) => {
      for (const [name, numbers] of Object.entries(memory)) {
        if (numbers.length !== B * H) {
          refuse('LstmEngine.recall', `${name} must hold [${B}, ${H}] numbers`, numbers.length);
        }
      }
      const part = (name: keyof LstmMemory, b: number) => row(Float64Array.from(memory[name]), H, b);
      memories[0] = perRow((b) => ({
        h1: part('h1', b),
        c1: part('c1', b),
        h2: part('h2', b),
        c2: part('c2', b),
      }));
    },
    inputs: (t) => inputs[within(t)],
    step: (t) => {
      within(t, 'step');
      for (let b = 0; b < B; b++) {
        const u = row(inputs[t], I, b);
        const { y, memory, tape } = lstmStep(state.parameters, u, memories[t][b]);
        outputs[t].set(y, b * O);
        memories[t + 1][b] = memory;
        tapes[t][b] = tape;
      }
    },
    outputs: (t) => outputs[within(t, 'outputs')],
    outputGradients: (t) => outputGradients[within(t, 'outputGradients')],
    backward: (steps) => {
      requireSteps('backward', shape, steps);
      beginBackward();
      for (let t = steps - 1; t >= 0; t--) stepBackward(t);
    },
    beginBackward: (steps) => {
      requireSteps('backward', shape, steps);
      beginBackward();
    },
    stepBackward,
    inputGradients: () => inputGradients,
    exactGradients,
    gradients: (steps) => rounded(exactGradients(steps)),
    apply: (steps, options = {}) => {
      requireSteps('apply', shape, steps);
      const next = afterAdamStep(state, exactGradients(steps), options);
      state = next ?? state;
      return next ? 'applied' : 'skipped: gradient not finite';
    },
    applyGradient: (gradient, options = {}) => {
      const next = afterAdamStep(state, unflattened('LstmEngine.applyGradient', shape, gradient), options);
      state = next ?? state;
      return next ? 'applied' : 'skipped: gradient not finite';
    },
    hasFiniteWeights: () =>
      Object.values(rounded(state.parameters)).every((part) => part.every(Number.isFinite)),
    weights: () => flattened(state.parameters),
    setWeights: (weights) => {
      state = { ...state, parameters: widened(unflattened('LstmEngine.setWeights', shape, weights)) };
    },
    carry: (steps) => {
      requireSteps('carry', shape, steps);
      memories[0] = [...memories[steps]];
    },
    exactState: () => state,
    state: () => ({
      parameters: rounded(state.parameters),
      firstMoment: rounded(state.firstMoment),
      secondMoment: rounded(state.secondMoment),
      steps: state.steps,
    }),
    load: (from) => {
      const whole: LstmState | undefined = isLstmState(from) ? from : undefined;
      const parameters = whole ? whole.parameters : (from as LstmParameters);
      for (const part of whole ? [parameters, whole.firstMoment, whole.secondMoment] : [parameters]) {
        requireParameters('LstmEngine.load', shape, part);
      }
      state = whole
        ? {
            parameters: widened(parameters),
            firstMoment: widened(whole.firstMoment),
            secondMoment: widened(whole.secondMoment),
            steps: whole.steps,
          }
        : initialState(widened(parameters));
    },
    loadExact: (from) => {
      state = 'parameters' in from ? from : initialState(widened(from));
    },
  };
}

/** Rows one after the other. */
function joined(rows: readonly LstmMemory[]): LstmMemory {
  const part = (name: keyof LstmMemory) =>
    Float64Array.from(rows.flatMap((memory) => Array.from(memory[name])));
  return { h1: part('h1'), c1: part('c1'), h2: part('h2'), c2: part('c2') };
}
