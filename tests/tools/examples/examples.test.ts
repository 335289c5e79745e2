/** The examples of the docstrings and of the README run, and print what they say. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { examplesOf, examplesUnder, promisedOutput } from '../../support/examples.js';
import { compileErrors, removeExamples, runExample, writeExamples } from '../../support/run-examples.js';

/** Of an example, once the library is loaded. README's trains at full length: a user waits as long. */
const MOST_SECONDS = 1;
const MOST_SECONDS_OF_README = 10;

const examples = examplesUnder('src', 'experiments', 'README.md');
const bad = examplesOf(
  'bad.ts',
  [
    '/**',
    ' * @example',
    ' * ```ts',
    " * import { Stream } from 'orbit-l2o';",
    ' * const seed: string = 3;',
    " * Stream.fromSeed(seed as never).split('a');",
    " * throw new Error('too far');",
    ' * ```',
    ' */',
  ].join('\n'),
);

beforeAll(async () => {
  writeExamples([...examples, ...bad]);
  for (const entry of ['orbit-l2o', 'orbit-l2o/experiments']) await import(/* @vite-ignore */ entry);
});
afterAll(removeExamples);

describe('examples', () => {
  it('compile, and one that does not is named by file and line', () => {
    expect(compileErrors([...examples, ...bad])).toEqual([
      "bad.ts:5: Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it.each(examples)('$file:$line runs', async (example) => {
    const { printed, seconds } = await runExample(example);
    expect(printed).toEqual(promisedOutput(example));
    expect(seconds).toBeLessThan(example.file === 'README.md' ? MOST_SECONDS_OF_README : MOST_SECONDS);
  });

  it('that throw are named by file and line', async () => {
    await expect(runExample(bad[0])).rejects.toThrow('bad.ts:7: too far');
  });

  it('are whole blocks', () => {
    expect(() => examplesOf('a.ts', ' * @example\n * f(x)')).toThrow('a.ts:1: @example must be followed by');
    expect(() => examplesOf('a.md', 'text\n```ts\nf(x)')).toThrow('a.md:2: the block must have an end');
  });

  it.each([
    ['src/metaoptimizer/description.ts', 'MetaOptimizerDescription'],
    ['src/metaoptimizer/meta-train-options.ts', 'MetaTrainOptions'],
    ['src/metaoptimizer/estimators/estimator-options.ts', 'EvolutionOptions'],
    ['src/metaoptimizer/meta-train.ts', 'MetaTrainRun'],
    ['src/symmetry/teleport.ts', 'AscentOptions'],
    ['src/symmetry/check-action.ts', 'CheckActionOptions'],
    ['src/optimizees/check-optimizee.ts', 'CheckOptimizeeOptions'],
    ['src/optimizees/check-derivatives.ts', 'CheckDerivativesOptions'],
    ['src/laws.ts', 'DifferenceOptions'],
  ])('of %s: every option of %s has its default and an example', (file, name) => {
    const text = readFileSync(join(projectRoot, file), 'utf8');
    const [, body] = new RegExp(`export interface ${name} .*?\\{\\n(.*?)\\n\\}`, 's').exec(text)!;
    const options = [...body.matchAll(/^ {2}\/\*\*(.*?)\*\/\n {2}readonly (\w+)/gms)];
    expect(options.map(([, , option]) => option)).toEqual(
      [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, option]) => option),
    );
    for (const [, doc, option] of options) {
      expect(doc, option).toMatch(/default/i);
      expect(doc, option).toContain('@example');
    }
  });
});
