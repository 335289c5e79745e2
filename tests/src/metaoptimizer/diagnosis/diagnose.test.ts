/** Ten ways to fail and their findings; healthy trainings, which have none; and that nobody's numbers depend on being looked at. */

import { expect, it, describe as suite } from 'vitest';
import { describe } from '../../../../src/metaoptimizer/describe.js';
import { diagnose } from '../../../../src/metaoptimizer/diagnosis/diagnose.js';
import { joinedEntry } from '../../../../src/metaoptimizer/diagnosis/recording.js';
import { diagnosisText, findingLines } from '../../../../src/metaoptimizer/diagnosis/report.js';
import { metaTrain } from '../../../../src/metaoptimizer/meta-train.js';
import { MetaTraining } from '../../../../src/metaoptimizer/meta-training.js';
import { coordinatewiseLstm, paperMethods, vanilla } from '../../../../src/metaoptimizer/methods.js';
import { ellipseFixed, ellipseVaried } from '../../../../src/optimizees/ellipse.js';
import { mlpClassification } from '../../../../src/optimizees/mlp-classification.js';
import { rosenbrockFixed, rosenbrockVaried } from '../../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../../src/random/stream.js';
import { bowls, failures } from './failures.js';

suite('a training that fails', () => {
  it.each(failures)(
    'has its finding: $name',
    ({ description, family, options, findings, problem, remedy }) => {
      for (const seed of [1, 2, 3]) {
        const trained = metaTrain(description, family, Stream.fromSeed(seed).split(family.name), options);
        const diagnosis = diagnose(trained);
        const names = diagnosis.findings.map(({ name }) => name);
        expect(names).toEqual(expect.arrayContaining([...findings]));
        const first = diagnosis.findings.find(({ name }) => name === findings[0])!;
        expect(first.problem).toMatch(problem);
        expect(first.remedy).toMatch(remedy);
        for (const line of findingLines(diagnosis)) expect(line).not.toContain('NaN');
      }
    },
    200_000,
  );

  it('learns once its remedy is taken: preprocessed inputs at gradients of 10⁻³ and over nine decades', () => {
    const inputs = [{ name: 'gradient', flows: false, preprocessed: true }] as const;
    const mended = describe({ name: 'mended', inputs, hidden: 40, updateScale: 0.1 });
    for (const scale of [() => 1e-3, (draw: number) => 10 ** (9 * draw - 6)]) {
      const trained = metaTrain(mended, bowls(scale), Stream.fromSeed(1));
      const { findings, reference } = diagnose(trained);
      expect(findings).toEqual([]);
      expect(reference.progress).toBeGreaterThan(0.6);
    }
  });
});

suite('a healthy training', () => {
  const families = [ellipseFixed, ellipseVaried, rosenbrockFixed, rosenbrockVaried];
  it.each(families)(
    'has no finding: the paper’s methods on $name',
    (family) => {
      for (const description of paperMethods) {
        for (const seed of [1, 2, 3]) {
          const trained = metaTrain(description, family, Stream.fromSeed(seed).split(family.name));
          const { findings } = diagnose(trained);
          expect({ seed, name: description.name, findings }).toEqual({
            seed,
            name: description.name,
            findings: [],
          });
        }
      }
    },
    300_000,
  );

  it('on a network, a row a coordinate, has none either', () => {
    const family = mlpClassification({ data: 'moons', examples: 20 });
    const trained = metaTrain(coordinatewiseLstm, family, Stream.fromSeed(1), { trajectories: 60 });
    expect(diagnose(trained).findings).toEqual([]);
  });
});

suite('diagnose', () => {
  const small = describe({ name: 'small', hidden: 10, teleport: { every: 3 } });
  const weights = (training: MetaTraining) =>
    Object.values(training.state().parameters).map((part) => [...part]);

  it('changes no number of a training: recorded or not, looked at or not, whatever the estimator', () => {
    for (const estimator of ['truncated-backpropagation', { by: 'persistent-evolution' }] as const) {
      const begin = (record: boolean) =>
        new MetaTraining(
          small,
          rosenbrockVaried,
          Stream.fromSeed(5),
          { trajectories: 30, batch: 2, estimator },
          undefined,
          record,
        );
      const [plain, watched] = [begin(false), begin(true)];
      for (let i = 0; i < 30; i++) {
        const [own, other] = [plain.step(), watched.step()];
        expect(other).toEqual(own);
        if (i % 10 === 5) diagnose(watched, { tasks: 3 });
      }
      expect(weights(watched)).toEqual(weights(plain));
      expect(plain.recording).toBeUndefined();
    }
  });

  it('says the same of the same training', () => {
    const train = () => metaTrain(small, ellipseVaried, Stream.fromSeed(2), { trajectories: 10 });
    const once = train();
    expect(diagnose(once)).toEqual(diagnose(once));
    expect(diagnose(train())).toEqual(diagnose(once));
  });

  it('counts what the training counted, and keeps few entries of a long one', () => {
    const training = new MetaTraining(
      small,
      bowls(() => 1),
      Stream.fromSeed(3),
      { trajectories: 700, steps: 7 },
    );
    const losses: number[] = [];
    while (training.done < 700) losses.push(training.step().loss);
    const { entries } = training.recording!;
    expect(entries.length).toBeLessThanOrEqual(256);
    const whole = joinedEntry(entries);
    expect(whole).toMatchObject({ first: 0, count: 700, trajectories: 700, losses: 700, windows: 700 });
    expect(whole.loss).toBeCloseTo(
      losses.reduce((sum, loss) => sum + loss, 0),
      8,
    );
    entries.slice(1).forEach((entry, i) => {
      expect(entry.first).toBe(entries[i].first + entries[i].count);
    });
    const { curve, heads, divergedAt } = diagnose(training);
    expect(curve.length).toBeLessThanOrEqual(60);
    expect(heads).toEqual(['update']); // a group of dimension 0 has no element to emit
    expect(divergedAt).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('has the derivative by what is emitted as differences have it', () => {
    // f = ‖x‖² and a window of two losses: ∂loss/∂update₀ = w₁ ∇f(x₁).
    const training = new MetaTraining(
      vanilla,
      bowls(() => 1),
      Stream.fromSeed(4),
      { trajectories: 1, steps: 2, window: 1, adam: { learningRate: 0 } },
    );
    training.step();
    const { entries, heads } = training.recording!;
    expect(heads.map(({ name }) => name)).toEqual(['update']);
    const twin = new MetaTraining(
      vanilla,
      bowls(() => 1),
      Stream.fromSeed(4),
      { trajectories: 1, steps: 2, window: 1, adam: { learningRate: 0 } },
    );
    const { loss } = twin.step();
    const start = bowls(() => 1).sample(Stream.fromSeed(4).split('training').split(0).split(0)).start;
    const first = start[0] ** 2 + start[1] ** 2; // loss = ½ f(x₀) + ½ f(x₁)
    const gradient = (1 / 2) * 2 * Math.sqrt(2 * loss - first); // w₁ ‖∇f(x₁)‖
    const measured = Math.sqrt(entries[0].emitted[0]);
    expect(measured / gradient).toBeCloseTo(1, 5);
  });

  it('is told in words', () => {
    const text = diagnosisText(
      diagnose(metaTrain(small, ellipseVaried, Stream.fromSeed(2), { trajectories: 10 })),
    );
    expect(text).toMatch(
      /^small on ellipse-varied: 0 of 10 trajectories diverged, 0 of 40 windows left out\n/,
    );
    expect(text).toContain('doing nothing');
  });

  it('refuses what it cannot look at', () => {
    const trained = metaTrain(
      small,
      ellipseVaried,
      Stream.fromSeed(2),
      { trajectories: 1 },
      { record: false },
    );
    expect(() => diagnose(trained)).toThrow('diagnose: the training must have been recorded');
    expect(() => diagnose(new MetaTraining(small, ellipseVaried, Stream.fromSeed(2)))).toThrow(
      'must have begun',
    );
    expect(() => diagnose(trained, { task: 3 } as object)).toThrow('options are tasks');
  });
});
