/**
 * Makes derivatives of derivatives right in TensorFlow.js.
 *
 * TensorFlow.js records each operation on a tape with what its gradient will need. Exp, tanh, sigmoid and the like
 * save their *output* y, as in d tanh = (1 − y²) dx; but the saved copy of y enters the tape before the operation
 * that made y, so a second pass over the tape does not find that y depends on x. ∂²/∂x² tanh(x) then is an error
 * (tensorflow/tfjs#3252), and, worse, where x comes in by another way too, as in sin(x) tanh(x), a wrong number
 * without any error. What `tf.customGrad` saves, which logSoftmax and the cross-entropies rest on, is cut off in
 * the same way. Saved *inputs* are not.
 *
 * The mend: save inputs alone, and compute the rest again when the gradient is asked for, on the tape as any other
 * operation. Values and first derivatives stay what they were; a backward pass costs one more evaluation of these.
 *
 * Comparisons are given the derivative that they have, zero; without it no second derivative goes through max,
 * min, logSumExp, selu or leakyRelu. Operations that still have no second derivative (max pooling, local response
 * normalisation, prod) say so by an error, which the adapters answer with a central difference.
 */

import type { Tensorflow } from './backend.js';
import type { GradConfig, GradSaveFunc, NamedAttrMap, NamedTensorMap, Tensor } from './tfjs-types/index.js';

/** The operations whose gradients use their output, and the names of their inputs. */
const OUTPUT_SAVING: Readonly<Record<string, readonly string[]>> = {
  Exp: ['x'],
  Tanh: ['x'],
  Sigmoid: ['x'],
  Softmax: ['logits'],
  Pow: ['a', 'b'],
};

const COMPARISONS = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'] as const;

/** Gradients and engines that are mended: the packages share both, and one that is loaded later registers gradients anew. */
const mended = new WeakSet<object>();

/** Mends the gradients of TensorFlow.js, each once. */
export function mendHigherDerivatives(tf: Tensorflow): void {
  for (const [kernel, inputs] of Object.entries(OUTPUT_SAVING)) {
    mend(tf, kernel, (original) => recomputing(tf, original, inputs));
  }
  for (const kernel of COMPARISONS) mend(tf, kernel, () => locallyConstant(tf, kernel));
  mend(tf, 'Elu', () => eluGradient(tf));
  mend(tf, 'Abs', () => absGradient(tf));
  const engine = tf.engine();
  if (!mended.has(engine)) recomputeInCustomGradients(tf);
  mended.add(engine);
}

function mend(tf: Tensorflow, kernel: string, make: (original: GradConfig) => GradConfig): void {
  const original = tf.getGradient(kernel);
  if (original && mended.has(original)) return;
  const config = make(original);
  mended.add(config);
  tf.registerGradient(config);
}

/** The same gradient, on an output computed again from the saved inputs. */
function recomputing(tf: Tensorflow, original: GradConfig, inputs: readonly string[]): GradConfig {
  const wanted = original.inputsToSave ?? [];
  return {
    kernelName: original.kernelName,
    inputsToSave: [...inputs],
    gradFunc: (dy, saved, attributes) => {
      const byName: NamedTensorMap = Object.fromEntries(inputs.map((name, i) => [name, saved[i]]));
      const y = tf.engine().runKernel(original.kernelName, byName, attributes as NamedAttrMap) as Tensor;
      return original.gradFunc(dy, [...wanted.map((name) => byName[name]), y], attributes);
    },
  };
}

/** `tf.customGrad` with the same meaning, but f is run again for what it saves. */
function recomputeInCustomGradients(tf: Tensorflow): void {
  const engine = tf.engine();
  const original = engine.customGrad.bind(engine) as typeof tf.customGrad;
  const recomputed: typeof tf.customGrad = (f) =>
    original((...operands) => {
      const inputs = operands.slice(0, -1) as Tensor[];
      const save = operands.at(-1) as GradSaveFunc;
      save(inputs);
      return {
        value: f(...inputs, () => {}).value,
        gradFunc: (dy, saved) => {
          let kept: Tensor[] = [];
          const { gradFunc } = f(...saved, (tensors: Tensor[]) => {
            kept = tensors;
          });
          return gradFunc(dy, kept);
        },
      };
    });
  engine.customGrad = recomputed as typeof engine.customGrad;
}

/** a ⋛ b is piecewise constant: zero by a and by b. */
function locallyConstant(tf: Tensorflow, kernelName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (_dy, [a, b]) => ({
      a: () => tf.zeros(a.shape),
      b: () => tf.zeros(b.shape),
    }),
  };
}

/** |x| has the derivative sign(x), and none at 0, where TensorFlow.js says −1: NaN, which `optimizeeFromTensors` refuses. */
function absGradient(tf: Tensorflow): GradConfig {
  return {
    kernelName: 'Abs',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({
      x: () => tf.mul(dy as Tensor, tf.where(tf.equal(x, 0), tf.fill(x.shape, Number.NaN), tf.sign(x))),
    }),
  };
}

/** elu(x) = x for x ≥ 0, eˣ − 1 below; its derivative is exp(−relu(−x)) on both sides. */
function eluGradient(tf: Tensorflow): GradConfig {
  return {
    kernelName: 'Elu',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({
      x: () => tf.mul(dy as Tensor, tf.exp(tf.neg(tf.relu(tf.neg(x))))),
    }),
  };
}
