/** Actions × laws: every action of the library against what a symmetry is, in one table. */

import { describe, expect, it } from 'vitest';
import { leakyRelu, linear, relu, tanh } from '../../../src/networks/activation.js';
import { quadratics } from '../../../src/optimizees/quadratic.js';
import { squaredNorm } from '../../../src/optimizees/squared-norm.js';
import { Stream } from '../../../src/random/stream.js';
import type { GroupAction, Optimizee } from '../../../src/seams.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { type CheckActionOptions, checkAction } from '../../../src/symmetry/check-action.js';
import { generalLinearThroughData } from '../../../src/symmetry/general-linear.js';
import { generalLinearFirstOrder } from '../../../src/symmetry/general-linear-first-order.js';
import { generalLinear, specialOrthogonal } from '../../../src/symmetry/linear-network.js';
import { permutation } from '../../../src/symmetry/permutation.js';
import { positiveScaling } from '../../../src/symmetry/positive-scaling.js';
import { productAction } from '../../../src/symmetry/product-action.js';
import { shearMap } from '../../../src/symmetry/shear-map.js';
import { specialOrthogonalThrough } from '../../../src/symmetry/special-orthogonal.js';
import { broken } from '../../support/laws.js';
import { BETWEEN_KINKS, classifier, networkProblem, paperRegression } from '../../support/networks.js';
import { namedCases } from '../../support/tasks.js';

const stream = Stream.fromSeed(43).split('laws');

/** The laws of one-parameter subgroups, which a finite group has none of. */
const SUBGROUP_LAWS = ['exp(−ξ)·(exp(ξ)·x) = x', 'exp((s + t)ξ)·x = exp(sξ)·(exp(tξ)·x)'];
const GROUP_LAWS = [
  ...SUBGROUP_LAWS,
  'exp(inverse(ξ))·(exp(ξ)·x) = x',
  'exp(compose(ξ, η))·x = exp(ξ)·(exp(η)·x)',
];

interface Row {
  readonly name: string;
  readonly f: Optimizee;
  readonly action: GroupAction;
  readonly options?: CheckActionOptions;
  /** The laws that it cannot obey, all of which it must break; none by default. */
  readonly breaks?: readonly string[];
}

const rotations: readonly Row[] = namedCases.map(({ name, task }) => ({
  name: `SO(2) on ${name}`,
  f: task.optimizee,
  action: task.action,
  options: { algebraScale: 2 },
}));

/** Rows with condition number well below 100. */
const rows = (n: number, draws: Stream) =>
  Array.from({ length: n }, (_, i) =>
    Array.from(draws.normals(n), (a, j) => 0.3 * a + (i === j ? 1 + i : 0)),
  );
const throughMaps: readonly Row[] = [
  ...[2, 3, 6].map((n) => affineMap(rows(n, stream.split(n)), stream.split(`b ${n}`).normals(n))),
  shearMap({ a: 1.3, b: -0.4, c: 0.8, d: [0.1, 0.2, 0.3] }),
].map((h) => ({
  name: `SO(${h.dimension}) through the map ${h.name}`,
  f: squaredNorm('‖h‖²', h),
  action: specialOrthogonalThrough(h),
}));

const quadratic = quadratics({ dimension: 4, conditionNumber: 1000 }).sample(stream.split('quadratic'));
const onQuadratics: readonly Row[] = [
  { name: 'SO(4) on a quadratic of condition 1000', f: quadratic.optimizee, action: quadratic.action },
];

const KINDS = [
  { kind: 'positive scaling', of: positiveScaling, activations: [leakyRelu(), relu, linear] },
  { kind: 'GL(k) on linear networks', of: generalLinear, activations: [linear] },
  { kind: 'SO(k) on linear networks', of: specialOrthogonal, activations: [linear] },
];
const onUnits: readonly Row[] = KINDS.flatMap(({ kind, of, activations }) =>
  activations.flatMap((activation) =>
    [1, 2].map((hidden) => {
      const { net, f } = classifier(activation, stream.split('classifier'));
      const name = `${kind}, ${activation.name}, hidden layer ${hidden}`;
      return { name, f, action: of({ network: net, hidden }) };
    }),
  ),
);

const permutations: readonly Row[] = [1, 2].map((hidden) => {
  const { net, f } = classifier(tanh, stream.split('permutation'));
  return {
    name: `permutations, hidden layer ${hidden}`,
    f,
    action: permutation({ network: net, hidden, relaxation: 'none' }),
    options: { algebraScale: 3 * net.sizes[hidden] },
    breaks: SUBGROUP_LAWS,
  };
});

const THROUGH_DATA = [
  { what: 'square data', sizes: [4, 4, 4] },
  { what: 'layers of different widths', sizes: [4, 6, 3] },
  { what: 'more features than examples', sizes: [6, 3, 2] },
  { what: 'biases, square with the bias', sizes: [3, 4, 2], bias: true },
  { what: 'biases, more features than examples', sizes: [5, 3, 2], bias: true },
  { what: 'the second hidden layer', sizes: [3, 5, 4, 2], hidden: 2 },
  { what: 'the second hidden layer, square', sizes: [5, 4, 3, 2], hidden: 2 },
  { what: 'the third hidden layer, with biases', sizes: [3, 4, 6, 3, 2], hidden: 3, bias: true },
];
const throughData: readonly Row[] = THROUGH_DATA.flatMap(({ what, sizes, hidden = 1, bias = false }) => {
  const options = { sizes, activation: leakyRelu(0.1), bias };
  const { net, inputs, f } = networkProblem(options, 'squared error', 4, stream.split(what));
  const checked = { samples: 30, step: BETWEEN_KINKS };
  const on = { network: net, inputs, hidden };
  return [
    { name: `GL(k) through ${what}`, f, action: generalLinearThroughData(on), options: checked },
    { name: `I ± T through ${what}`, f, action: generalLinearFirstOrder(on), options: checked },
  ];
});

/** Positive weights and data: no kink is near, so steps need not be short. */
const asInThePaper: readonly Row[] = [generalLinearThroughData, generalLinearFirstOrder].map((of) => {
  const { net, inputs, f } = paperRegression(leakyRelu(0.1), stream.split('paper'));
  const point = (draws: Stream) => draws.uniforms(net.dimension);
  return {
    name: `${of === generalLinearThroughData ? 'GL(20)' : 'I ± T'} on the paper’s network`,
    f,
    action: of({ network: net, inputs }),
    options: { point, samples: 5, algebraScale: 0.1 },
  };
});

const scalings = networkProblem({ sizes: [3, 5, 4, 6, 2], activation: relu }, 'squared error', 7, stream);
const mixed = networkProblem({ sizes: [4, 4, 5, 3], activation: leakyRelu() }, 'squared error', 4, stream);
const products: readonly Row[] = [
  {
    name: 'the product of all scalings',
    f: scalings.f,
    action: productAction([1, 2, 3].map((hidden) => positiveScaling({ network: scalings.net, hidden }))),
    options: { step: BETWEEN_KINKS },
  },
  {
    name: 'a product of factors that do not commute, which is no group',
    f: mixed.f,
    action: productAction([
      ...[1, 2].map((hidden) =>
        generalLinearThroughData({ network: mixed.net, inputs: mixed.inputs, hidden }),
      ),
      permutation({ network: mixed.net, relaxation: 'none' }),
      positiveScaling({ network: mixed.net }),
    ]),
    options: { step: BETWEEN_KINKS, algebraScale: 0.5 },
    breaks: GROUP_LAWS,
  },
];

const TABLE = [
  ...rotations,
  ...throughMaps,
  ...onQuadratics,
  ...onUnits,
  ...permutations,
  ...throughData,
  ...asInThePaper,
  ...products,
];

const FINITE_LAWS = ['f(exp(ξ)·x) = f(x)', ...GROUP_LAWS];

describe('the laws of a symmetry hold for', () => {
  it.each(TABLE)('$name', ({ name, f, action, options, breaks = [] }) => {
    const report = checkAction(f, action, stream.split(`check ${name}`), options);
    expect(Object.keys(broken(report)).sort()).toEqual([...breaks].sort());
    const unchecked = report.notChecked.map(({ law }) => law).filter((law) => law !== 'generatorVjp');
    expect(unchecked).toEqual(action.invariance === 'exact' ? [] : FINITE_LAWS);
  });
});
