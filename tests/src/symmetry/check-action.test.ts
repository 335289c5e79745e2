/** The harness itself: silent on what is right, and naming exactly the laws that a wrong action breaks. */

import { describe, expect, it } from 'vitest';
import { Stream } from '../../../src/random/stream.js';
import type { GroupAction } from '../../../src/seams.js';
import { type CheckActionOptions, checkAction } from '../../../src/symmetry/check-action.js';
import { broken, expectLawful } from '../../support/laws.js';
import { namedCases } from '../../support/tasks.js';

const { optimizee, action } = namedCases[1].task; // Booth
const inputsKept = 'out is written, inputs are kept';

function brokenBy(wrong: Partial<GroupAction>, options: CheckActionOptions = {}): string[] {
  return Object.keys(broken(checkAction(optimizee, { ...action, ...wrong }, Stream.fromSeed(5), options)));
}

describe('checkAction', () => {
  it('finds nothing wrong with a right action', () => {
    const report = checkAction(optimizee, action, Stream.fromSeed(5));
    expectLawful(report);
    expect(report).toMatchObject({ dtype: 'float64', samples: 20, notChecked: [] });
    expect(report.laws).toHaveLength(12);
    expect(report.subject).toBe('SO(2) through affine on ellipse');
  });

  it.each<[string, Partial<GroupAction>, string[]]>([
    [
      'a sign wrong in the generator',
      {
        generator: (xi, x, out) =>
          action.generator(
            xi.map((e) => -e),
            x,
            out,
          ),
      },
      ['generator', 'generatorVjp'],
    ],
    [
      'an action in the other direction than its derivatives',
      {
        act: (xi, x, out) =>
          action.act(
            xi.map((e) => -e),
            x,
            out,
          ),
      },
      ['vjp, by x', 'vjp, by ξ', 'generator'],
    ],
    [
      'a move off the orbit, by an abelian group all the same',
      {
        act: (xi, x, out = new Float64Array(2)) => {
          out.set(x);
          out[0] += xi[0];
          return out;
        },
      },
      ['f(exp(ξ)·x) = f(x)', 'vjp, by x', 'vjp, by ξ', 'generator'],
    ],
    [
      'a vector–Jacobian product that forgets the transpose',
      {
        vjp: (xi, x, w, out = { xi: new Float64Array(1), x: new Float64Array(2) }) => {
          action.vjp(xi, x, w, out);
          out.x.reverse();
          return out;
        },
      },
      ['vjp, by x'],
    ],
    [
      'a vector–Jacobian product off by one part in a million',
      {
        vjp: (xi, x, w, out = { xi: new Float64Array(1), x: new Float64Array(2) }) => {
          action.vjp(xi, x, w, out);
          out.xi[0] *= 1 + 1e-5;
          return out;
        },
      },
      ['vjp, by ξ'],
    ],
    ['a wrong inverse', { inverse: (xi) => xi.slice() }, ['exp(inverse(ξ))·(exp(ξ)·x) = x']],
    [
      'a wrong composition',
      { compose: (xi, eta) => Float64Array.of(xi[0] - eta[0]) },
      ['exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)'],
    ],
    [
      'coordinates that are not exponential',
      { act: (xi, x, out) => action.act(Float64Array.of(xi[0] + xi[0] ** 3), x, out) },
      [
        'exp((s + t)ξ)·x = exp(sξ)·(exp(tξ)·x)',
        'exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)',
        'vjp, by x',
        'vjp, by ξ',
      ],
    ],
    [
      'a wrong derivative of the generator',
      {
        generatorVjp: (xi, x, w, out) =>
          action.generatorVjp!(
            xi.map((e) => 2 * e),
            x,
            w,
            out,
          ),
      },
      ['generatorVjp'],
    ],
    ['a result elsewhere than in out', { act: (xi, x) => action.act(xi, x) }, [inputsKept]],
    [
      'an input written over',
      {
        act: (xi, x, out) => {
          const result = action.act(xi, x, out);
          xi[0] = -xi[0];
          return result;
        },
      },
      expect.arrayContaining([inputsKept]) as unknown as string[],
    ],
  ])('names the laws that are broken by %s', (_, wrong, laws) => {
    expect(brokenBy(wrong)).toEqual(laws);
  });

  it('takes a number that is none for an error, not for agreement', () => {
    const report = checkAction(
      optimizee,
      { ...action, act: (_xi, x) => x.map(() => Number.NaN) },
      Stream.fromSeed(5),
    );
    expect(report.holds).toBe(false);
    expect(broken(report)['f(exp(ξ)·x) = f(x)']).toBe(Number.POSITIVE_INFINITY);
  });

  it('says what it could not check, and why', () => {
    const composing: Partial<GroupAction> = {
      generatorVjp: undefined,
      compose: () => {
        throw new RangeError('compose: no logarithm was found');
      },
    };
    const report = checkAction(optimizee, { ...action, ...composing }, Stream.fromSeed(5));
    expectLawful(report);
    expect(report.notChecked).toEqual([
      { law: 'exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)', reason: 'compose: no logarithm was found' },
      { law: 'generatorVjp', reason: 'the action has none' },
    ]);
  });

  describe('on an action to first order, x + ξ J⁻¹Sh(x)', () => {
    const firstOrder: GroupAction = {
      ...action,
      invariance: 'first-order',
      act: (xi, x, out = new Float64Array(2)) => {
        const velocity = action.generator(xi, x);
        for (let k = 0; k < 2; k++) out[k] = x[k] + velocity[k];
        return out;
      },
      vjp: (xi, x, w, out = { xi: new Float64Array(1), x: new Float64Array(2) }) => {
        const along = action.generator(Float64Array.of(1), x);
        out.xi[0] = w[0] * along[0] + w[1] * along[1];
        action.generatorVjp!(xi, x, w, out.x);
        for (let k = 0; k < 2; k++) out.x[k] += w[k];
        return out;
      },
    };

    it('checks what holds at the identity', () => {
      const report = checkAction(optimizee, firstOrder, Stream.fromSeed(6));
      expectLawful(report);
      expect(report.notChecked.map(({ law }) => law)).toContain('f(exp(ξ)·x) = f(x)');
      expect(report.laws.map(({ law }) => law)).toContain('⟨∇f(x), generator(ξ, x)⟩ = 0');
    });

    it('finds that it is none to all orders', () => {
      const claimed = checkAction(optimizee, { ...firstOrder, invariance: 'exact' }, Stream.fromSeed(6));
      expect(broken(claimed)).toHaveProperty('f(exp(ξ)·x) = f(x)');
    });

    it('finds a generator that leaves the orbit', () => {
      const outward: GroupAction = {
        ...firstOrder,
        generator: (xi, x, out) => optimizee.gradient(x, out).map((e) => e * xi[0]),
      };
      expect(broken(checkAction(optimizee, outward, Stream.fromSeed(6)))).toHaveProperty(
        '⟨∇f(x), generator(ξ, x)⟩ = 0',
      );
    });
  });

  it('gives the same report from the same stream', () => {
    const report = () => checkAction(optimizee, action, Stream.fromSeed(9).split('check'));
    expect(report()).toEqual(report());
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'no samples',
      () => brokenBy({}, { samples: 0 }),
      /^checkAction: samples must be a whole number of at least 1, got 0/,
    ],
    [
      'a misspelt option',
      () => brokenBy({}, { sample: 3 } as CheckActionOptions),
      /^checkAction: options are samples, .*, got 'sample'/,
    ],
    [
      'another dimension',
      () => brokenBy({ dimension: 3 }),
      /^checkAction: action must act on 2 numbers, got 3/,
    ],
    [
      'a negative scale',
      () => brokenBy({}, { algebraScale: -1 }),
      /^checkAction: algebraScale must be positive, got -1/,
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
