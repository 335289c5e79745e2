/** The exact and first-order symmetries of networks, by name: what a family of network tasks chooses from. */

import { refuse, requireOneOf } from '../checks.js';
import { layerPair, type Network } from '../networks/network.js';
import type { GroupAction, Vector } from '../seams.js';
import { generalLinearThroughData } from './general-linear.js';
import { generalLinearFirstOrder } from './general-linear-first-order.js';
import { generalLinear, specialOrthogonal } from './linear-network.js';
import { permutation } from './permutation.js';
import { positiveScaling } from './positive-scaling.js';

/** The network, its data, and the hidden layer acted on. */
export interface NetworkActionOptions {
  readonly network: Network;
  /** X, row-major [features, examples]; only the actions through the data read it. */
  readonly inputs: Vector;
  /** The hidden layer acted on, from 1, the default. */
  readonly hidden?: number;
}

interface Entry {
  readonly build: (options: NetworkActionOptions) => GroupAction;
  /** m for k hidden units. */
  readonly algebraDimension: (k: number) => number;
  /** Whether it keeps the loss only where there are as many features as examples or more. */
  readonly throughData: boolean;
}

const square = (k: number) => k * k;
const withoutData = ({ network, hidden }: NetworkActionOptions) => ({ network, hidden });

const ACTIONS = {
  'general-linear': { build: generalLinearThroughData, algebraDimension: square, throughData: true },
  'general-linear-first-order': {
    build: generalLinearFirstOrder,
    algebraDimension: square,
    throughData: true,
  },
  'positive-scaling': {
    build: (o) => positiveScaling(withoutData(o)),
    algebraDimension: (k) => k,
    throughData: false,
  },
  permutation: { build: (o) => permutation(withoutData(o)), algebraDimension: square, throughData: false },
  'linear-general-linear': {
    build: (o) => generalLinear(withoutData(o)),
    algebraDimension: square,
    throughData: false,
  },
  'linear-special-orthogonal': {
    build: (o) => specialOrthogonal(withoutData(o)),
    algebraDimension: (k) => (k * (k - 1)) / 2,
    throughData: false,
  },
} as const satisfies Record<string, Entry>;

/** The names that {@link networkAction} knows. */
export type NetworkActionName = keyof typeof ACTIONS;

/** The names that {@link networkAction} knows. */
export const networkActionNames = Object.keys(ACTIONS) as readonly NetworkActionName[];

/** The action of that name. @throws on an unknown name, and where the action refuses the network or the data. */
export function networkAction(name: NetworkActionName, options: NetworkActionOptions): GroupAction {
  return ACTIONS[requireOneOf('networkAction', 'name', name, networkActionNames)].build(options);
}

/** What a family knows of its tasks before it draws one. */
export interface NetworkActionPlan {
  readonly network: Network;
  /** N of every task. */
  readonly examples: number;
  readonly hidden?: number;
}

/**
 * m of the action of that name, known without data.
 *
 * @throws on an unknown name, a layer that is not there, or more examples than an action through the data can bear.
 */
export function networkAlgebraDimension(
  where: string,
  name: NetworkActionName,
  { network: net, examples, hidden = 1 }: NetworkActionPlan,
): number {
  requireOneOf(where, 'action', name, networkActionNames);
  const [lower] = layerPair(where, net, hidden);
  const { throughData, algebraDimension } = ACTIONS[name];
  const features = lower.inputs + (net.bias ? 1 : 0);
  if (throughData && examples > features) {
    refuse(
      where,
      `${name} needs at most as many examples as hidden layer ${hidden} has features${net.bias ? ' and bias' : ''}`,
      `${examples} examples of ${features}`,
    );
  }
  return algebraDimension(lower.outputs);
}
