/** `orbit-l2o check EXPR --at x=1,y=2`: Proposition 4.1 for a formula of one's own. */

import { type Command, Option } from 'commander';
import { refuse } from '../../src/checks.js';
import type { Vector } from '../../src/seams.js';
import type { Expression, ParameterValue } from '../../src/theory/expression.js';
import { asOptions } from './as-options.js';
import { assignedValues } from './assignments.js';
import { latexOf, regionOf, sharesOf, symmetryOf } from './check-parts.js';
import { wholeNumber } from './options.js';

interface CheckArguments {
  readonly at?: string;
  readonly param: readonly string[];
  readonly symmetry?: string;
  readonly grid?: string;
  readonly resolution: string;
  readonly picture: string;
  readonly latex?: boolean;
  readonly json?: boolean;
}

const collect = (text: string, before: readonly string[]) => [...before, text];

export function addCheck(program: Command): void {
  program
    .command('check')
    .description(
      'check Proposition 4.1 for a formula at a point; exit code 1 if it fails where its premises hold',
    )
    .usage('<expression> --at <point> [options]')
    .argument('<expression>', "such as '(x + 2y - 7)^2 + (2x + y - 5)^2'")
    .addOption(new Option('--at <point>', 'needed: x=1,y=2; a vector as x=[1,2,3]; @FILE for values in JSON'))
    .addOption(
      new Option('--param <values>', 'values of parameters: a=1,Q=[1,2;3,4] (may be repeated)')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(new Option('--symmetry <expression>', "a generator that may leave f alone, such as '[-y, x]'"))
    .addOption(
      new Option('--grid <region>', 'x=-3:3,y=-3:3: the share of a region in which it holds, and a picture'),
    )
    .addOption(new Option('--resolution <number>', 'points of the grid along each axis').default('61'))
    .addOption(new Option('--picture <file>', "the grid's picture (PNG)").default('check.png'))
    .addOption(new Option('--latex', 'formula, gradient and Hessian as LaTeX too'))
    .addOption(new Option('--json', 'all of it as JSON'))
    .action(async (expression: string, options: CheckArguments) => {
      process.exitCode = await runCheck(expression, options);
    });
}

async function runCheck(text: string, options: CheckArguments): Promise<number> {
  const started = performance.now();
  const resolution = wholeNumber('check', 'resolution', options.resolution, { least: 2, most: 500 });
  if (options.at === undefined) refuse('check', '--at must be given, such as --at x=1,y=2', 'none');
  const at = await assignedValues('at', [options.at]);
  const { parseExpression } = await import('../../src/theory/expression.js');
  const { SymbolicFunction } = await import('../../src/theory/symbolic-function.js');
  const names = {
    variables: [...at.keys()],
    vectors: Object.fromEntries([...at].filter(([, value]) => Array.isArray(value)).map(([name, value]) => [name, (value as number[]).length])), // biome-ignore format: one idea
    parameters: Object.fromEntries(await assignedValues('param', options.param)),
  };
  const expression = parseExpression('check', text, names);
  const x = pointOf(expression, at);
  const region = options.grid === undefined ? undefined : await regionOf(expression, options.grid);

  const f = new SymbolicFunction('check', expression);
  f.gradient(x, new Float64Array(x.length)); // a point outside of the domain, or at a kink, is found out now
  f.hessian(x);
  const { agreementWithTensors } = await import('../../src/theory/tensor-agreement.js');
  const { optimizeeOf } = await import('../../src/theory/symbolic.js');
  const { propositionAt } = await import('../../src/theory/proposition.js');
  const agreement = await agreementWithTensors(f, [x]);
  const optimizee = optimizeeOf(f, agreement);
  const proposition = propositionAt(optimizee, x);
  const symmetry =
    options.symmetry === undefined
      ? undefined
      : await asOptions('check: --symmetry', {}, () => symmetryOf(f, optimizee, x, options.symmetry!));
  const shares = region && (await sharesOf(optimizee, x, region, resolution, options.picture, expression));
  const latex = options.latex ? await latexOf(text, names) : undefined;
  const seconds = (performance.now() - started) / 1000;

  const result = { expression: text, variables: expression.variables, at: x, ...proposition, agreement, symmetry, shares, latex, seconds }; // biome-ignore format: one idea
  const { checkJson, checkText } = await import('./check-text.js');
  console.log(options.json ? checkJson(result) : checkText(result));
  const refuted = (proposition.premises && proposition.holds === false) || (shares?.refuted ?? 0) > 0;
  return refuted ? 1 : 0;
}

/** The coordinates in the formula's order. */
function pointOf({ variables }: Expression, at: ReadonlyMap<string, ParameterValue>): Vector {
  const x = Float64Array.from([...at.values()].flat(2) as number[]);
  if (x.length !== variables.length || !x.every(Number.isFinite)) {
    refuse(
      'check',
      `--at must give ${variables.length} finite numbers (${variables.slice(0, 12).join(', ')})`,
      [...x.slice(0, 12)],
    );
  }
  return x;
}
