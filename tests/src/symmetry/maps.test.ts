/** Affine and shear maps: every product of the Jacobian and of the second derivative, and bad input. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionalDifference, LawBook, type LawReport, unit } from '../../../src/laws.js';
import { dot, norm, unitVector } from '../../../src/numerics/vector.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import type { Diffeomorphism } from '../../../src/symmetry/diffeomorphism.js';
import { shearMap } from '../../../src/symmetry/shear-map.js';
import { broken, expectLawful } from '../../support/laws.js';
import { namedCases, planeCases } from '../../support/tasks.js';

/** What `Diffeomorphism` promises, at random points and directions. */
function checkMap(h: Diffeomorphism, stream: Stream, samples = 10): LawReport {
  const book = new LawBook('float64');
  const n = h.dimension;
  for (let i = 0; i < samples; i++) {
    const draws = stream.split(i);
    const x = draws.split('x').normals(n);
    const [u, v, w] = ['u', 'v', 'w'].map((name) => unit(draws.split(name).normals(n)));
    const difference = (F: (y: Vector) => Vector) => directionalDifference(F, x, u);
    const image = h.map(x).slice();
    const jv = h.jvp(x, v).slice();
    const jtw = h.vjp(x, w).slice();
    const sizes = norm(jv) + norm(jtw);
    book.compare('h⁻¹(h(x)) = x', 'values', h.inverse(image), x, norm(image));
    book.compare(
      'Ju',
      'difference',
      h.jvp(x, u),
      difference((y) => h.map(y)),
      norm(image),
    );
    book.note('⟨w, Jv⟩ = ⟨Jᵀw, v⟩', 'values', Math.abs(dot(w, jv) - dot(jtw, v)), sizes);
    book.compare('J⁻¹Jv = v', 'values', h.inverseJvp(x, jv), v);
    book.compare('J⁻ᵀJᵀw = w', 'values', h.inverseVjp(x, jtw), w);
    const second = h.second(x, u, v).slice();
    book.compare(
      'D²h[u, v]',
      'difference',
      second,
      difference((y) => h.jvp(y, v)),
      norm(jv),
    );
    const secondW = h.secondVjp(x, w, v).slice();
    const pairing = Math.abs(dot(w, second) - dot(secondW, u));
    book.note('⟨w, D²h[u, v]⟩ = ⟨Σ wᵢ∇²hᵢ v, u⟩', 'values', pairing, norm(second) + norm(secondW));
  }
  return book.report(h.name, samples);
}

describe('maps of the plane', () => {
  it.each(namedCases)('agree with their inverse and with differences: $name', ({ map }) => {
    expectLawful(checkMap(map, Stream.fromSeed(1)));
  });

  it('do so whatever their coefficients', () => {
    fc.assert(
      fc.property(planeCases, fc.nat(), ({ map }, seed) =>
        expectLawful(checkMap(map, Stream.fromSeed(seed), 3)),
      ),
    );
  });

  it('are seen to be wrong where they are', () => {
    const h = shearMap({ a: 1, b: 0, c: 2, d: [0, 1, 0.5] });
    const wrong: Diffeomorphism = {
      ...h,
      vjp: h.jvp,
      secondVjp: (x, w, v) => h.secondVjp(x, w, v).map((e) => -e),
    };
    expect(Object.keys(broken(checkMap(wrong, Stream.fromSeed(2))))).toEqual([
      '⟨w, Jv⟩ = ⟨Jᵀw, v⟩',
      'J⁻ᵀJᵀw = w',
      '⟨w, D²h[u, v]⟩ = ⟨Σ wᵢ∇²hᵢ v, u⟩',
    ]);
  });
});

describe('affineMap', () => {
  it('works in any dimension, with b = 0 unless given', () => {
    const A = [
      [2, 0, 1, 0],
      [0, 1, 0, -1],
      [1, 0, -1, 0],
      [0, 3, 0, 1],
    ];
    expectLawful(checkMap(affineMap(A), Stream.fromSeed(3)));
    expect([...affineMap(A).map(unitVector(4, 2))]).toEqual([1, 0, -1, 0]);
  });

  it.each<[string, number[][], number[] | undefined, RegExp]>([
    ['no rows', [], undefined, /^affineMap: A must have at least one row, got /],
    ['a short row', [[1, 2], [3]], undefined, /^affineMap: a row of A must hold 2 numbers, got /],
    [
      'not a number',
      [
        [1, 2],
        [3, Number.NaN],
      ],
      undefined,
      /^affineMap: a row of A must be finite, got 'NaN at index 1'$/,
    ],
    [
      'a singular matrix',
      [
        [1, 2],
        [2, 4],
      ],
      undefined,
      /^affineMap: A must be invertible, got '\[\[1,2\],\[2,4\]\] \(condition number/,
    ],
    [
      'nearly singular',
      [
        [1, 0],
        [0, 1e-13],
      ],
      undefined,
      /^affineMap: A must be invertible, got /,
    ],
    [
      'all zero',
      [
        [0, 0],
        [0, 0],
      ],
      undefined,
      /^affineMap: A must be invertible, got /,
    ],
    [
      'a short b',
      [
        [1, 0],
        [0, 1],
      ],
      [1],
      /^affineMap: b must hold 2 numbers, got /,
    ],
    [
      'an infinite b',
      [
        [1, 0],
        [0, 1],
      ],
      [0, Number.POSITIVE_INFINITY],
      /^affineMap: b must be finite, got 'Infinity at index 1'$/,
    ],
  ])('refuses %s', (_, A, b, message) => {
    expect(() => affineMap(A, b)).toThrow(message);
  });
});

describe('shearMap', () => {
  const good = { a: 1, b: -1, c: -2, d: [0, 0, 0.4] as [number, number, number] };

  it.each<[string, Partial<typeof good>, RegExp]>([
    ['a = 0', { a: 0 }, /^shearMap: a must not be zero, got 0$/],
    ['a = −0', { a: -0 }, /^shearMap: a must not be zero, got 0$/],
    ['c = 0', { c: 0 }, /^shearMap: c must not be zero, got 0$/],
    ['b not a number', { b: Number.NaN }, /^shearMap: b must be finite, got NaN$/],
    [
      'an infinite d',
      { d: [0, 0, Number.NEGATIVE_INFINITY] },
      /^shearMap: d\[2\] must be finite, got -Infinity$/,
    ],
    [
      'a missing d',
      { d: [0, 0] as unknown as [number, number, number] },
      /^shearMap: d must hold 3 numbers, got '2 of them'$/,
    ],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => shearMap({ ...good, ...wrong })).toThrow(message);
  });
});
