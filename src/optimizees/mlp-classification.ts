/**
 * A small classifier to be trained: softmax cross-entropy of a multilayer perceptron on blobs, moons, spirals or a
 * data set of the user's (MNIST through `idx.ts`), the readers' follow-up experiment to the paper's regression.
 *
 * Every task draws its data and its weights afresh: W_l ~ N(0, 2/n_{l−1}) (He et al. 2015), biases 0. There are
 * more examples than features, so GL(k) through the data does not keep the loss here; positive scaling does.
 */

import { requireList, requireOneOf, requireOptions, requireSize } from '../checks.js';
import { type Activation, leakyRelu } from '../networks/activation.js';
import { network, weightsOf } from '../networks/network.js';
import type { Stream } from '../random/stream.js';
import type { Task, TaskFamily } from '../seams.js';
import {
  type NetworkActionName,
  networkAction,
  networkAlgebraDimension,
} from '../symmetry/network-action.js';
import { blobs, type DataSet, drawExamples, moons, spirals } from './data-sets.js';
import { type MlpOptimizee, mlp } from './mlp.js';
import { crossEntropy } from './output-loss.js';

/** Options of {@link mlpClassification}. */
export interface MlpClassificationOptions {
  /** One of the synthetic sets, 'spirals' by default, or a set of which each task draws its examples. */
  readonly data?: 'blobs' | 'moons' | 'spirals' | DataSet;
  /** Examples a task; 100 by default. */
  readonly examples?: number;
  /** Widths of the hidden layers; [16] by default. */
  readonly hiddenSizes?: readonly number[];
  /** LeakyReLU(0.1) by default. */
  readonly activation?: Activation;
  /** 'positive-scaling' by default. */
  readonly action?: NetworkActionName;
  /** The hidden layer acted on, from 1, the default. */
  readonly hidden?: number;
}

const SYNTHETIC = { blobs, moons, spirals };
const OPTIONS = ['data', 'examples', 'hiddenSizes', 'activation', 'action', 'hidden'];

/** @throws if the options make no network, or the action does not suit it. */
export function mlpClassification(options: MlpClassificationOptions = {}): TaskFamily {
  requireOptions('mlpClassification', options, OPTIONS);
  const { data = 'spirals', examples = 100, hiddenSizes = [16] } = options;
  const { activation = leakyRelu(0.1), action = 'positive-scaling', hidden = 1 } = options;
  requireSize('mlpClassification', 'examples', examples, 1_000_000);
  requireList('mlpClassification', 'hiddenSizes', hiddenSizes);
  if (typeof data === 'string') requireOneOf('mlpClassification', 'data', data, Object.keys(SYNTHETIC));
  const draw = (stream: Stream): DataSet =>
    typeof data === 'string' ? SYNTHETIC[data](stream, { examples }) : drawExamples(data, examples, stream);
  const { features, classes } = typeof data === 'string' ? SHAPES[data] : data;
  const net = network({ sizes: [features, ...hiddenSizes, classes], activation, bias: true });

  return {
    name: 'mlp-classification',
    dimension: net.dimension,
    algebraDimension: networkAlgebraDimension('mlpClassification', action, {
      network: net,
      examples,
      hidden,
    }),
    configuration: {
      data: typeof data === 'string' ? data : data.name,
      examples,
      sizes: [...net.sizes],
      activation: activation.name,
      action,
      hidden,
      W: 'N(0, 2/inputs)',
    },
    sample: (stream): Task => {
      const { inputs, labels } = draw(stream.split('data'));
      const start = new Float64Array(net.dimension);
      const weights = stream.split('W');
      net.layers.forEach((layer, l) => {
        const deviation = Math.sqrt(2 / layer.inputs);
        const drawn = weights.split(l).normals(layer.inputs * layer.outputs);
        weightsOf(net, start, l + 1).set(drawn.map((z) => deviation * z));
      });
      return {
        optimizee: mlp({ network: net, inputs, loss: crossEntropy(labels, classes) }),
        action: networkAction(action, { network: net, inputs, hidden }),
        start,
      };
    },
  };
}

/** What the synthetic sets' defaults give. */
const SHAPES = {
  blobs: { features: 2, classes: 3 },
  moons: { features: 2, classes: 2 },
  spirals: { features: 2, classes: 2 },
} as const;

/** The share of examples whose largest output is that of their label. */
export function accuracy(classifier: MlpOptimizee, x: Float64Array, data: DataSet): number {
  const Z = classifier.predict(x, data.inputs); // [classes, examples]
  let right = 0;
  for (let n = 0; n < data.examples; n++) {
    let best = 0;
    for (let c = 1; c < data.classes; c++) {
      if (Z[c * data.examples + n] > Z[best * data.examples + n]) best = c;
    }
    if (best === data.labels[n]) right += 1;
  }
  return right / data.examples;
}
