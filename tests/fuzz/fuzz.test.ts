/** Every kind of input from outside, changed in a few places: one line, or a right answer (see `../support/fuzz.ts`). */

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it, describe as suite } from 'vitest';
import { headerLine, parseRunFile, runLine } from '../../experiments/store/run-file.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/lstm/safetensors.js';
import { describe, requireDescription } from '../../src/metaoptimizer/describe.js';
import { metaTrain } from '../../src/metaoptimizer/meta-train.js';
import { completeMetaTrainOptions } from '../../src/metaoptimizer/meta-train-options.js';
import { MetaTraining } from '../../src/metaoptimizer/meta-training.js';
import { checkpointOf, resumeTraining } from '../../src/node/checkpoint.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/node/checkpoint-bytes.js';
import { parseIdx } from '../../src/node/idx.js';
import { ellipseVaried } from '../../src/optimizees/ellipse.js';
import { Stream } from '../../src/random/stream.js';
import { Disagreement } from '../../src/theory/agreement.js';
import { expressionLatex } from '../../src/theory/latex.js';
import { optimizeeFromExpression } from '../../src/theory/symbolic.js';
import { FUZZ_TIMEOUT, fuzz, mutatedBytes, mutatedJson, mutatedText } from '../support/fuzz.js';
import { idx } from '../support/idx-file.js';
import { evaluationOf, runRecord } from '../support/run-records.js';

const description = describe({ name: 'small', hidden: 4, teleport: { every: 3 } });
const stream = Stream.fromSeed(1);
const training = new MetaTraining(description, ellipseVaried, stream, {
  trajectories: 3,
  adam: { clipNorm: 1 },
  weights: { gamma: 0.9 },
  safeguardFactor: 100,
});
training.step();
const whole = encodeCheckpoint(checkpointOf(training, ellipseVaried, stream, { version: 'test' }));

suite('fuzzing', { timeout: FUZZ_TIMEOUT }, () => {
  /** Whatever is taken for a checkpoint says of itself what it is: encoded again it is the same. */
  const readCheckpoint = (bytes: Uint8Array) => {
    const checkpoint = decodeCheckpoint('fuzz', bytes);
    expect(decodeCheckpoint('again', encodeCheckpoint(checkpoint))).toEqual(checkpoint);
    if (checkpoint.options.batch > 100 || checkpoint.options.steps > 1000) return; // an honest wish for much memory
    expect(resumeTraining(checkpoint, ellipseVaried).training.done).toBe(checkpoint.done);
  };

  it('checkpoints, byte by byte', () => {
    fuzz(mutatedBytes(whole), 200, readCheckpoint);
  });

  it('checkpoints with another header, signed anew', () => {
    const { metadata, tensors } = decodeSafetensors('test', whole);
    const { sha256: _, format, version, ...fields } = metadata;
    const header = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, JSON.parse(text)]));
    fuzz(mutatedJson(header), 300, (changed) => {
      const texts = Object.entries((changed ?? {}) as object).flatMap(([name, value]) => {
        const text = JSON.stringify(value);
        return text === undefined ? [] : [[name, text]];
      });
      const unsigned = { format, version, ...Object.fromEntries(texts) };
      const hash = createHash('sha256');
      for (const name of Object.keys(unsigned).sort()) {
        hash.update(`${JSON.stringify([name, unsigned[name as 'format']])}\n`);
      }
      for (const name of [...tensors.keys()].sort()) {
        hash.update(`${name}\n`).update(new Uint8Array(tensors.get(name)!.data.buffer));
      }
      readCheckpoint(encodeSafetensors({ metadata: { ...unsigned, sha256: hash.digest('hex') }, tensors }));
    });
  });

  it('IDX files, gzipped or not', () => {
    const body = Uint8Array.from({ length: 48 }, (_, i) => i);
    const files = [idx(8, [4, 3, 4], body), idx(13, [3, 4], body), idx(14, [6], body)];
    const all = files.flatMap((bytes) => [
      mutatedBytes(bytes),
      mutatedBytes(gzipSync(bytes)),
      mutatedBytes(bytes).map((changed) => gzipSync(changed)),
    ]);
    fuzz(fc.oneof(...all), 600, (bytes) => {
      const { shape, data } = parseIdx(bytes);
      expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
    });
  });

  it('files of results, sealed anew', () => {
    const run = runRecord('vanilla', 1, evaluationOf('vanilla', [[1, 2]]));
    const header = headerLine({ experiment: run.experiment, version: '0', code: '0', configuration: {} });
    const bytes = Buffer.from(header + runLine(run));
    fuzz(mutatedBytes(bytes), 100, (changed) => {
      parseRunFile('fuzz', 'x', Buffer.from(changed).toString('utf8'));
    });
    fuzz(mutatedJson(run), 300, (changed) => {
      const line = runLine((changed !== null && typeof changed === 'object' ? changed : {}) as typeof run);
      const { runs } = parseRunFile('fuzz', 'x', header + line);
      const { timing: _timing, ...kept } = changed as typeof run; // is kept elsewhere
      expect(runs).toEqual([JSON.parse(JSON.stringify(kept))]);
    });
  });

  it('descriptions', () => {
    fuzz(mutatedJson({ ...description, inputs: [{ name: 'gradient', flows: true }] }), 500, (changed) => {
      const read = describe(changed as typeof description);
      requireDescription('fuzz', read);
      expect(describe(read)).toEqual(read);
    });
  });

  it('options of a training', () => {
    const options = {
      trajectories: 2,
      steps: 6,
      window: 2,
      batch: 2,
      adam: { learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clipNorm: 1 },
      weights: { gamma: 0.9, alignment: 'normalised' },
      safeguardFactor: 10,
      estimator: { by: 'full-evolution', sigma: 0.1, pairs: 1, antithetic: true },
      adamEvery: 'run',
    };
    fuzz(mutatedJson(options), 300, (changed) => {
      const read = completeMetaTrainOptions(changed as object);
      expect(completeMetaTrainOptions(read)).toEqual(read);
      const estimator = typeof read.estimator === 'object' ? read.estimator.pairs : 1;
      if (read.trajectories * read.steps * read.batch * estimator > 1000) return; // an honest wish for much work
      const { state } = metaTrain(description, ellipseVaried, stream, changed as object);
      for (const part of Object.values(state.parameters)) expect(part.every(Number.isFinite)).toBe(true);
    });
  });

  it('formulas', () => {
    const formulas = ['(x + 2y - 7)^2 + (2x + y - 5)^2', 'sin(x)^2 + exp(-y) * log(x + 3)', "x' * [2, 1; 1, 2] * x", 'norm(x)^2 / (1 + x[1]^2)']; // biome-ignore format: a line
    const signs = [
      ...'()[]+-*/^.,;:\'0123456789exyπ∞_$#"\\',
      'sin(',
      'constructor',
      '__proto__',
      'NaN',
      '1e999',
      ' ',
    ];
    fuzz(fc.oneof(...formulas.map((text) => mutatedText(text, signs))), 150, (text) => {
      try {
        const f = optimizeeFromExpression(text);
        expect(f.variables.length).toBe(f.dimension);
        expect(expressionLatex(text)).not.toMatch(/undefined|\[object/);
      } catch (error) {
        if (!(error instanceof Disagreement)) throw error; // which says, in one line, that its derivatives cannot be told
      }
    });
  });
});
