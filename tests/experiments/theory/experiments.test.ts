import { describe, expect, it } from 'vitest';
import { definiteMatrices } from '../../../experiments/theory/definite-matrices.js';
import { descend, harmfulTeleports } from '../../../experiments/theory/harmful-teleports.js';
import { HESSIAN_TOLERANCES, hessianAgreement } from '../../../experiments/theory/hessian-agreement.js';
import { indefiniteMatrices } from '../../../experiments/theory/indefinite-matrices.js';
import { learningTheAngle } from '../../../experiments/theory/learning-the-angle.js';
import { newtonComparison } from '../../../experiments/theory/newton-comparison.js';
import { logUniformSpectrum, symmetricWithSpectrum } from '../../../experiments/theory/random-matrices.js';
import { PLANE_FUNCTIONS, signMap } from '../../../experiments/theory/sign-maps.js';
import { towardTheAxis } from '../../../experiments/theory/toward-the-axis.js';
import { trainingPoints } from '../../../experiments/theory/training-points.js';
import { proportion } from '../../../src/evaluation/proportion.js';
import { Stream } from '../../../src/random/stream.js';
import { spectralForm } from '../../../src/theory/spectral-condition.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';

describe('random matrices', () => {
  it('have the spectrum asked for', () => {
    const stream = Stream.fromSeed(1);
    const lambda = logUniformSpectrum(7, 30, stream, 3);
    const { eigenvalues, negative, conditionNumber } = spectralForm(
      symmetricWithSpectrum(lambda, stream),
      stream.normals(7),
    );
    const sorted = lambda.slice().sort();
    for (const [i, value] of eigenvalues.entries()) expect(value).toBeCloseTo(sorted[i], 10);
    expect(negative).toBe(3);
    expect(conditionNumber).toBeCloseTo(30, 8);
  });
});

describe('proportion', () => {
  it('is Wilson’s interval', () => {
    const { low, high } = proportion(8, 10); // R: prop.test(8, 10, correct = FALSE)
    expect(low).toBeCloseTo(0.4901625, 6);
    expect(high).toBeCloseTo(0.9433178, 6);
    expect(proportion(0, 100)).toMatchObject({ low: 0, share: 0 });
    expect(proportion(100, 100).high).toBe(1);
    expect(() => proportion(3, 2)).toThrow('proportion: successes must be at most the 2 trials, got 3');
  });
});

describe('signMap', () => {
  it.each(PLANE_FUNCTIONS)('agrees with the sign of det H everywhere: $name', (plane) => {
    const map = signMap(plane, { resolution: 31 });
    expect(map.agreeing).toBe(map.compared);
    expect(map.compared).toBeGreaterThan(0.9 * 31 ** 2);
    const isConvex = ['Booth', 'ellipse', 'log-sum-exp'].includes(map.name);
    expect(map.negative > 0).toBe(!isConvex);
  });
});

describe('definiteMatrices', () => {
  it('finds no violation', () => {
    const { rows, violations } = definiteMatrices({ dimensions: [2, 20, 50], matricesPerDimension: 100 });
    expect(violations).toMatchObject({ successes: 0, trials: 300 });
    for (const row of rows) expect(row.largestShareOfBound).toBeLessThan(1 + 1e-9);
  });
});

describe('indefiniteMatrices', () => {
  it('never holds in the plane, and for n > 2 more often the fewer the signs differ', () => {
    const { rows } = indefiniteMatrices({ dimensions: [2, 10], conditionNumbers: [100], samples: 500 });
    const at = (n: number, negative: number) =>
      rows.find((row) => row.n === n && row.negative === negative)!.holds;
    expect(at(2, 1).successes).toBe(0);
    expect(at(10, 1).low).toBeGreaterThan(at(10, 5).high);
  });

  it('gives the same numbers for the same seed and others for another', () => {
    const run = (seed: number) => indefiniteMatrices({ dimensions: [5], samples: 200, seed });
    expect(run(3)).toEqual(run(3));
    expect(run(3).rows).not.toEqual(run(4).rows);
  });
});

describe('newtonComparison', () => {
  it('finds C3 true of the whole step for α ≤ 1/λ_max, and false of the gradient’s direction', () => {
    const { rows } = newtonComparison({ tasks: 60, stepShares: [0.5, 1, 1.9] });
    for (const row of rows.filter(({ hessian }) => hessian === 'definite')) {
      if (row.reading === 'gradientAngle') expect(row.closer.successes).toBe(0);
      if (row.reading === 'distance' || row.reading === 'displacementAngle') {
        if (row.stepShare <= 1) expect(row.closer.share).toBe(1);
        else expect(row.closer.share).toBeLessThan(1);
        expect(row.order).toBeCloseTo(1, 1);
        expect(row.remainderOrder).toBeGreaterThan(1.9);
      }
    }
  });
});

describe('learningTheAngle', () => {
  it('ends at the shorter axis below α = 2/tr H and at the longer above, at the predicted rate', () => {
    const { rows } = learningTheAngle({
      conditionNumbers: [3, 36],
      stepShares: [0.2, 0.95, 1.02],
      starts: 20,
    });
    for (const row of rows) {
      expect(row.predicted).toBe(row.stepShare < 1 ? 'shorter axis' : 'longer axis');
      expect(row.converged.share).toBe(1);
      expect(row.measuredFactor).toBeCloseTo(row.predictedFactor, 3);
      expect(row.nearer.share).toBe(row.stepShare < 1 ? 1 : 0);
    }
    expect(
      rows.find((row) => row.conditionNumber === 36 && row.stepShare === 1.02)!.descentShare,
    ).toBeLessThan(2);
  });
});

describe('towardTheAxis', () => {
  it('always ends nearer the shorter axis with a line search, and not always with a fixed step', () => {
    const { rows } = towardTheAxis({ tasks: 200 });
    const share = (name: string) => rows.find(({ teleport }) => teleport === name)!.towardShorter.share;
    expect(share('line search')).toBe(1);
    expect(share('fixed step 1e-1')).toBeLessThan(0.9);
    for (const { together } of rows) expect(together.share).toBe(1);
  });
});

describe('harmfulTeleports', () => {
  it('never leave the minimum on ellipses, and often do on Rosenbrock functions', () => {
    const { rows } = harmfulTeleports({ tasks: 150, steps: [1, 10] });
    for (const { family, rule, away, awayOfAll, harmful } of rows) {
      if (rule === 'random angle') expect(awayOfAll.low).toBeGreaterThan(0.5);
      expect(harmful).toHaveLength(2);
      if (family === 'ellipse-varied') expect(away.successes).toBe(0);
      else expect(away.low).toBeGreaterThan(0.1);
    }
  });

  it('are judged after gradient steps that never go up', () => {
    const f = optimizeeFromExpression('100(x^2 - y)^2 + (x - 1)^2');
    const values = descend(f, Float64Array.of(-1, -1), 50).map((x) => f.value(x));
    for (let t = 1; t < values.length; t++) expect(values[t]).toBeLessThanOrEqual(values[t - 1]);
    expect(values.at(-1)!).toBeLessThan(0.1 * values[0]);
  });
});

describe('trainingPoints', () => {
  it('counts every checkpoint of every run, with an interval around the share', () => {
    const { rows, summaries } = trainingPoints({ runs: 4, checkpoints: [0, 5, 50] });
    expect(rows).toHaveLength(3 * 3);
    for (const { points, singular, share, low, high, indefinite } of summaries) {
      expect(points + singular).toBe(12);
      expect(indefinite).toBeGreaterThan(0);
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
    }
  });
});

describe('every experiment', () => {
  it.each([
    ['definiteMatrices', definiteMatrices],
    ['indefiniteMatrices', indefiniteMatrices],
    ['newtonComparison', newtonComparison],
    ['learningTheAngle', learningTheAngle],
    ['harmfulTeleports', harmfulTeleports],
    ['trainingPoints', trainingPoints],
  ])('%s refuses an option that it does not know', (name, run) => {
    expect(() => run({ sed: 1 } as object)).toThrow(
      new RegExp(`^${name}: options are .*, got 'sed'; did you mean 'seed'\\?$`),
    );
  });
});

describe('hessianAgreement', () => {
  it('is within the stated tolerances', async () => {
    const { rows } = await hessianAgreement({ points: 10 });
    for (const { finiteDifference, automatic } of rows) {
      expect(finiteDifference).toBeLessThan(HESSIAN_TOLERANCES.finiteDifference);
      expect(automatic).toBeLessThan(HESSIAN_TOLERANCES.automatic);
    }
  });
});
