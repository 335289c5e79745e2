import { describe, expect, it } from 'vitest';
import { leakyRelu, relu } from '../../../src/networks/activation.js';
import { Stream } from '../../../src/random/stream.js';
import { generalLinearFirstOrder } from '../../../src/symmetry/general-linear-first-order.js';
import { positiveScaling } from '../../../src/symmetry/positive-scaling.js';
import { productAction } from '../../../src/symmetry/product-action.js';
import { networkProblem } from '../../support/networks.js';

const stream = Stream.fromSeed(43).split('product');

function problem(sizes: number[], examples: number, activation = relu) {
  return networkProblem({ sizes, activation }, 'squared error', examples, stream);
}

describe('productAction', () => {
  it('is the action of all hidden layers’ scalings', () => {
    const { net } = problem([3, 5, 4, 6, 2], 7);
    const action = productAction([1, 2, 3].map((hidden) => positiveScaling({ network: net, hidden })));
    expect([action.algebraDimension, action.dimension]).toEqual([15, net.dimension]);
  });

  it('is first order if a factor is', () => {
    const { net, inputs } = problem([4, 4, 3], 4, leakyRelu());
    const factors = [positiveScaling({ network: net }), generalLinearFirstOrder({ network: net, inputs })];
    expect(productAction(factors).invariance).toBe('first-order');
    expect(productAction(factors.slice(0, 1)).invariance).toBe('exact');
  });

  it('refuses no factor, and factors of different dimensions', () => {
    expect(() => productAction([])).toThrow('productAction: there must be at least one factor, got []');
    const [small, large] = [problem([2, 2, 1], 2).net, problem([2, 3, 1], 2).net];
    const factors = [positiveScaling({ network: small }), positiveScaling({ network: large })];
    expect(() => productAction(factors)).toThrow('productAction: every factor must act on 6 numbers, got 9');
  });
});
