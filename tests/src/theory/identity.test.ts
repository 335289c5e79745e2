import { describe, expect, it } from 'vitest';
import { BOOTH, ellipse } from '../../../src/optimizees/ellipse.js';
import { rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import {
  convexCounterexample,
  indefiniteCounterexample,
  lemmaSides,
} from '../../../src/theory/exact-examples.js';
import { type Identity, proveIdentity } from '../../../src/theory/identity.js';
import { mathjs } from '../../../src/theory/mathjs.js';
import { STATEMENTS } from '../../../src/theory/statements.js';

/** The text with one + or − turned round, for each of them. */
const signFlips = (text: string): string[] =>
  [...text.matchAll(/[+-]/g)].map(
    ({ 0: sign, index }) => text.slice(0, index) + (sign === '+' ? '-' : '+') + text.slice(index + 1),
  );

/** Every statement that differs from this one by one sign. */
function* flipped(identity: Identity): Generator<[what: string, Identity]> {
  for (const [i, pair] of identity.sides.entries()) {
    for (const [j, text] of pair.entries()) {
      for (const flip of signFlips(text)) {
        const changed = pair.map((side, k) => (k === j ? flip : side)) as unknown as [string, string];
        yield [flip, { ...identity, sides: identity.sides.with(i, changed) }];
      }
    }
  }
  for (const [name, text] of Object.entries(identity.definitions ?? {})) {
    for (const flip of signFlips(text)) {
      yield [`${name} = ${flip}`, { ...identity, definitions: { ...identity.definitions, [name]: flip } }];
    }
  }
}

/** Flips under which a statement stays true, and why. */
const TRUE_ALL_THE_SAME: Record<string, string> = {
  'rosenbrock invariance': 'z2 = z1^2 + (cos*u1 - sin*u2)/10', // a rotation, then u₁ → −u₁: a symmetry as well
  'ellipse trade-off': 'detA = a11*a22 + a12*a21', // (det A)² cancels against the det A that x is divided by
};

describe('proveIdentity', () => {
  it.each(Object.entries(STATEMENTS))('proves %s, and refutes it with any sign flipped', (name, identity) => {
    const proof = proveIdentity(identity);
    expect(proof).toMatchObject({ holds: true, statement: identity.statement });
    expect(proof.counterexample).toBeUndefined();
    expect(proof.points).toBe(
      proof.degrees.reduce((sum, row) => sum + row.reduce((size, degree) => size * (degree + 1), 1), 0),
    );
    const flips = [...flipped(identity)];
    expect(flips.length).toBeGreaterThan(0);
    for (const [what, changed] of flips) {
      const { holds, counterexample } = proveIdentity(changed);
      expect([what, holds]).toEqual([what, TRUE_ALL_THE_SAME[name] === what]);
      if (!holds) expect(counterexample!.left).not.toBe(counterexample!.right);
    }
  });

  it('gives the two sides of a refuted statement as exact fractions', () => {
    const { holds, counterexample } = proveIdentity({
      statement: 'a false one',
      variables: ['x'],
      sides: [['1/(3*x)', '1/(x + 3)']],
    });
    expect(holds).toBe(false);
    expect(counterexample).toEqual({ point: { x: 1 }, left: '1/3', right: '1/4' });
  });

  it('is not fooled by a difference that vanishes on all but one point of the grid', () => {
    const roots = '(x - 1)*(x + 1)*(x - 2)*(x + 2)*(x - 3)';
    const { holds, points } = proveIdentity({ statement: '', variables: ['x'], sides: [[roots, '0']] });
    expect([holds, points]).toEqual([false, 6]);
  });

  it('refuses what it cannot prove', () => {
    const prove = (left: string, right = '0') =>
      proveIdentity({ statement: '', variables: ['x', 'y'], sides: [[left, right]] });
    expect(() => prove('x +')).toThrow('proveIdentity: a formula must parse');
    expect(() => prove('sin(x)')).toThrow('proveIdentity: formulas must be rational (+ - * / ^)');
    expect(() => prove('0.5*x')).toThrow("proveIdentity: numbers must be whole, got '0.5'");
    expect(() => prove('x^y')).toThrow('proveIdentity: exponents must be whole');
    expect(() => prove('z')).toThrow("proveIdentity: variables are x, y, got 'z'");
    expect(() => prove('1/(x - x)')).toThrow('proveIdentity: denominators must not vanish identically');
    expect(() =>
      proveIdentity({ statement: '', variables: ['x'], definitions: { x: '2' }, sides: [['x', '2']] }),
    ).toThrow("proveIdentity: definitions must not name a variable, got 'x'");
    expect(() => prove('x^20000')).toThrow('proveIdentity: exponents must be at most 10000');
    expect(() => prove('x'.concat(' + x'.repeat(20_000)))).toThrow('proveIdentity: formulas must be shorter');
    expect(() => prove('('.repeat(2000).concat('x', ')'.repeat(2000)))).toThrow('nested less deeply');
  });
});

describe('what only looks like an identity', () => {
  const prove = (left: string, right: string, variables = ['x']) =>
    proveIdentity({ statement: '', variables, sides: [[left, right]] });

  it.each([
    ['x!', 'x'], ['~x', 'x'], ['not x', 'x'], ["x'", 'x'], ['5!', '5'], ['x%', 'x/100'], ['x mod 2', 'x'], ['x .* x', 'x^2'],
    ['1.0000000000000000001*x', 'x'], ['1e-400*x', '0'], ['9007199254740993*x', '9007199254740992*x'], ['x^"2"', 'x^2'],
    ['true*x', 'x'], ['x^true', 'x'], ['[x]', 'x'], ['abs(x)', 'x'], ['x > 0', 'x'], ['x^-1', '1/x'], ['-x!', '-x'], ['x = 3', '3'],
  ])('refuses %s = %s', (left, right) => {
    expect(() => prove(left, right)).toThrow(/^proveIdentity: /);
  }); // biome-ignore format: a list

  it('is not decided where time runs out, and says how far it came', () => {
    const [left, right] = ['(x + y)^60*(z + w)^60', '(y + x)^60*(w + z)^60'];
    const progress: [number, number][] = [];
    const identity: Identity = { statement: '', variables: ['x', 'y', 'z', 'w'], sides: [[left, right]] };
    const proof = proveIdentity(identity, {
      seconds: 0.3,
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(proof).toMatchObject({ holds: false, verdict: 'not decided' });
    expect(proof.counterexample).toBeUndefined();
    expect(progress[0]).toEqual([0, 61 ** 4]);
    expect(progress.at(-1)![0]).toBeGreaterThan(0);
  });

  it('is not decided where numbers grow past all use', () => {
    expect(prove('((x^10000)^10000)^10000', 'x').verdict).toBe('not decided');
    expect(prove('x^2000*y^2000', '0', ['x', 'y']).verdict).toBe('fails');
  });

  it('refuses limits that are none', () => {
    const identity: Identity = { statement: '', variables: ['x'], sides: [['x', 'x']] };
    expect(() => proveIdentity(identity, { seconds: 0 })).toThrow('seconds must be positive');
    expect(() => proveIdentity(identity, { second: 1 } as object)).toThrow('options are seconds, onProgress');
  });
});

/** A proof is about formulas; these tie the formulas to the code that they speak of. */
describe('the statements', () => {
  const at = (name: string, values: Record<string, number>, formula: string): number => {
    const scope: Record<string, number> = { ...values };
    for (const [key, text] of Object.entries(STATEMENTS[name].definitions ?? {})) {
      scope[key] = mathjs().evaluate(text, scope);
    }
    return mathjs().evaluate(formula, scope);
  };
  const stream = Stream.fromSeed(7).split('statements');

  it('invert the maps that the actions use', () => {
    const [u1, u2] = stream.normals(2);
    const affine = { a11: 1, a12: 2, a21: 2, a22: 1, b1: -7, b2: -5, u1, u2 };
    const booth = ellipse(BOOTH, Float64Array.of(0, 0));
    const x = Float64Array.of(at('ellipse action', affine, 'x1'), at('ellipse action', affine, 'x2'));
    expect(booth.optimizee.value(x)).toBeCloseTo(u1 ** 2 + u2 ** 2, 12);
    const [b, d0, d1, d2] = stream.normals(4);
    const shear = { a: 0.7, b, c: -1.3, d0, d1, d2, u1, u2 };
    const valley = rosenbrock({ a: 0.7, b, c: -1.3, d: [d0, d1, d2] }, Float64Array.of(0, 0));
    const y = Float64Array.of(at('rosenbrock action', shear, 'x1'), at('rosenbrock action', shear, 'x2'));
    expect(valley.optimizee.value(y)).toBeCloseTo(u1 ** 2 + u2 ** 2, 12);
  });

  it('move Rosenbrock’s function as its action does', () => {
    const t = 0.3;
    const { action } = rosenbrock({ a: 1, b: -1, c: -10, d: [0, 0, 10] }, Float64Array.of(0, 0));
    const moved = action.act(Float64Array.of(2 * Math.atan(t)), Float64Array.of(-1, 0.5));
    const values = { x1: -1, x2: 0.5, t };
    expect(moved[0]).toBeCloseTo(at('rosenbrock invariance', values, 'z1'), 12);
    expect(moved[1]).toBeCloseTo(at('rosenbrock invariance', values, 'z2'), 12);
  });

  it('take the gradient step that the loss after a step speaks of', () => {
    const [a11, a12, a21, a22, y1, y2] = stream.normals(6);
    const alpha = 0.07;
    const { optimizee, action } = ellipse({ A: [[a11, a12], [a21, a22]] }, Float64Array.of(0, 0)); // biome-ignore format: a matrix
    expect(action.dimension).toBe(2);
    const determinant = a11 * a22 - a12 * a21;
    const x = Float64Array.of((a22 * y1 - a12 * y2) / determinant, (a11 * y2 - a21 * y1) / determinant);
    const g = optimizee.gradient(x).slice();
    const after = optimizee.value(x.map((value, i) => value - alpha * g[i]));
    const [[, right]] = STATEMENTS['loss after a step'].sides;
    expect(at('loss after a step', { a11, a12, a21, a22, y1, y2, alpha }, right)).toBeCloseTo(after, 10);
  });
});

describe('exact examples', () => {
  it('break Lemma A.1 on a saddle', () => {
    expect(indefiniteCounterexample()).toEqual({
      determinant: '-1',
      product: '9',
      square: '25',
      gap: '-16',
      holds: false,
    });
    expect(lemmaSides([1, 0, '-1/2'], [1, 1])).toMatchObject({ product: '-1/2', gap: '-9/2', holds: false });
    expect(lemmaSides([1, 0, -1], [1, 0])).toMatchObject({ gap: '0', holds: true }); // g an eigenvector
    expect(lemmaSides([2, 1, '1/3'], ['1/7', 3]).holds).toBe(false);
    expect(lemmaSides([2, '1/3', 1], ['1/7', 3]).holds).toBe(true);
  });

  it('refuse a singular Hessian and what is no fraction', () => {
    expect(() => lemmaSides([1, 1, 1], [1, 0])).toThrow(
      'lemmaSides: the Hessian must be invertible, got [1,1,1]',
    );
    expect(() => lemmaSides(['pi', 1, 1], [1, 0])).toThrow(
      "lemmaSides: entries must be whole numbers or fractions, got 'pi'",
    );
  });

  it('raise the gradient and the distance at once on a convex quadratic of three dimensions', () => {
    const { from, to } = convexCounterexample();
    expect(to.value).toBe(from.value);
    expect(to.gradientNorm2).toBeGreaterThan(from.gradientNorm2);
    expect(to.distance2).toBeGreaterThan(from.distance2);
  });
});
