import { describe, expect, it } from 'vitest';
import { leakyRelu, relu } from '../../../src/networks/activation.js';
import { network } from '../../../src/networks/network.js';
import { mlp } from '../../../src/optimizees/mlp.js';
import { squaredError } from '../../../src/optimizees/output-loss.js';
import { Stream } from '../../../src/random/stream.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { generalLinearThroughData } from '../../../src/symmetry/general-linear.js';
import { generalLinearFirstOrder } from '../../../src/symmetry/general-linear-first-order.js';
import { permutation } from '../../../src/symmetry/permutation.js';
import { positiveScaling } from '../../../src/symmetry/positive-scaling.js';
import { productAction } from '../../../src/symmetry/product-action.js';
import { broken, expectLawful } from '../../support/laws.js';
import { derivativeErrors } from '../../support/small-step-derivatives.js';

const stream = Stream.fromSeed(43).split('product');

function problem(sizes: number[], examples: number, activation = relu) {
  const net = network({ sizes, activation });
  const inputs = stream.split('X').normals(sizes[0] * examples);
  const Y = stream.split('Y').normals(sizes[sizes.length - 1] * examples);
  return { net, inputs, f: mlp({ network: net, inputs, loss: squaredError(Y, sizes[sizes.length - 1]) }) };
}

describe('productAction', () => {
  it('is the action of all hidden layers’ scalings', () => {
    const { net, f } = problem([3, 5, 4, 6, 2], 7);
    const action = productAction([1, 2, 3].map((hidden) => positiveScaling({ network: net, hidden })));
    expect([action.algebraDimension, action.dimension]).toEqual([15, net.dimension]);
    expectLawful(checkAction(f, action, stream.split('check')));
  });

  it('differentiates through factors that do not commute, whose group laws then fail', () => {
    const { net, f } = problem([4, 4, 5, 3], 4, leakyRelu());
    const inputs = stream.split('X').normals(16);
    const through = [1, 2].map((hidden) => generalLinearThroughData({ network: net, inputs, hidden }));
    const shuffled = [
      ...through,
      permutation({ network: net, relaxation: 'none' }),
      positiveScaling({ network: net }),
    ];
    const action = productAction(shuffled);
    const draws = stream.split('derivatives');
    const xi = draws.normals(action.algebraDimension).map((z) => 0.1 * z);
    const errors = derivativeErrors(action, xi, draws.normals(net.dimension), draws);
    for (const [derivative, error] of Object.entries(errors)) expect(error, derivative).toBeLessThan(2e-6);
    const laws = broken(checkAction(f, action, stream.split('no group'), { samples: 5 }));
    expect(Object.keys(laws)).toContain('exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)');
    expect(Object.keys(laws)).not.toContain('f(exp(ξ)·x) = f(x)');
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
