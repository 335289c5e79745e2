/** Smooth functions of three numbers in TensorFlow.js whose second derivatives go through every trap we know of. */

import type { Tensorflow } from '../../src/tensors/backend.js';
import type { GradSaveFunc, Tensor, Tensor1D } from '../../src/tensors/tfjs-types/index.js';

export interface TrapFunction {
  readonly name: string;
  readonly value: (tf: Tensorflow) => (x: Tensor1D) => Tensor;
  /** Where TensorFlow.js has no second derivative even so. */
  readonly byDifference?: true;
}

/** F(x) with the operation on one path and x itself on another: the case in which tfjs alone is wrong in silence. */
function beside(operation: (tf: Tensorflow, x: Tensor) => Tensor): TrapFunction['value'] {
  return (tf) => (x) => tf.sum(tf.mul(operation(tf, x), tf.sin(x)));
}

export const trapFunctions: readonly TrapFunction[] = [
  { name: 'exp', value: beside((tf, x) => tf.exp(x)) },
  { name: 'tanh', value: beside((tf, x) => tf.tanh(x)) },
  { name: 'sigmoid', value: beside((tf, x) => tf.sigmoid(x)) },
  { name: 'softmax', value: beside((tf, x) => tf.softmax(x)) },
  { name: 'logSoftmax', value: beside((tf, x) => tf.logSoftmax(x)) },
  { name: 'pow, both arguments', value: beside((tf, x) => tf.pow(tf.exp(x), x)) },
  { name: 'elu', value: beside((tf, x) => tf.elu(tf.add(x, 0.01))) },
  { name: 'selu', value: beside((tf, x) => tf.selu(x)) },
  { name: 'leakyRelu', value: beside((tf, x) => tf.leakyRelu(x)) },
  { name: 'logSumExp', value: (tf) => (x) => tf.logSumExp(tf.mul(x, tf.sin(x))) },
  { name: 'max', value: (tf) => (x) => tf.max(tf.square(x)) },
  { name: 'softplus', value: beside((tf, x) => tf.softplus(x)) },
  { name: 'erf', value: beside((tf, x) => tf.erf(x)) },
  { name: 'tanh alone', value: (tf) => (x) => tf.sum(tf.tanh(x)) },
  { name: 'exp in exp', value: (tf) => (x) => tf.sum(tf.exp(tf.mul(0.3, tf.exp(x)))) },
  { name: 'logSigmoid', value: beside((tf, x) => tf.logSigmoid(x)) },
  {
    name: 'softmaxCrossEntropy',
    value: (tf) => (x) => tf.losses.softmaxCrossEntropy([[1, 0, 0]], tf.reshape(tf.sin(x), [1, 3])),
  },
  {
    name: 'a gradient of one’s own that saves its output',
    value: (tf) => (x) => {
      const exponential = tf.customGrad((t, save) => {
        const y = tf.exp(t as Tensor);
        (save as GradSaveFunc)([y]);
        return { value: y, gradFunc: (dy, saved) => tf.mul(dy, saved[0]) };
      });
      return tf.sum(tf.mul(exponential(x), tf.sin(x)));
    },
  },
  {
    name: 'a network with tanh and a cross-entropy',
    value: (tf) => (x) => {
      const hidden = tf.tanh(tf.matMul(tf.reshape(x, [1, 3]), [[0.5, -1], [0.3, 0.8], [-0.6, 0.2]])); // biome-ignore format: a matrix
      const logits = tf.matMul(hidden, [[1, -0.5, 0.2], [0.4, 0.9, -1]]); // biome-ignore format: a matrix
      return tf.neg(tf.slice(tf.logSoftmax(logits), [0, 1], [1, 1]));
    },
  },
  { name: 'prod', value: (tf) => (x) => tf.prod(tf.add(2, tf.sin(x))), byDifference: true },
  {
    name: 'max pooling',
    value: (tf) => (x) => {
      const image = tf.reshape(tf.concat1d([x, tf.tensor1d([0])]), [1, 2, 2, 1]) as never;
      return tf.sum(tf.square(tf.maxPool(image, 2, 1, 'same')));
    },
    byDifference: true,
  },
];
