/** `orbit-l2o check EXPR --at x=1,y=2`: Proposition 4.1 for a formula of one's own. */

import { type Command, Option } from 'commander';
import { refuse } from '../../src/checks.js';
import type { GroupAction, Optimizee, Vector } from '../../src/seams.js';
import type { teleportByAscent } from '../../src/symmetry/teleport.js';
import type { Agreement } from '../../src/theory/agreement.js';
import type { Expression, ExpressionOptions, ParameterValue } from '../../src/theory/expression.js';
import type { PropositionAt } from '../../src/theory/proposition.js';
import type { SymbolicFunction } from '../../src/theory/symbolic-function.js';
import { assignedValues, assignments } from './assignments.js';
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
    .argument('<expression>', "such as '(x + 2y - 7)^2 + (2x + y - 5)^2'; after -- if it begins with a minus")
    .addOption(new Option('--at <point>', 'x=1,y=2; a vector as x=[1,2,3]; @FILE for values in JSON'))
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
    options.symmetry === undefined ? undefined : await symmetryOf(f, optimizee, x, options.symmetry);
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

interface Region {
  readonly axes: readonly [number, number];
  readonly ranges: readonly [readonly [number, number], readonly [number, number]];
}

/** `x=-3:3,y=0:pi`. */
async function regionOf({ variables }: Expression, text: string): Promise<Region> {
  const { constantValue } = await import('../../src/theory/expression.js');
  const found = [...assignments('grid', [text])].map(([name, range]) => {
    const axis = variables.indexOf(name);
    if (axis < 0) refuse('check', `--grid must name two of ${variables.slice(0, 12).join(', ')}`, name);
    const ends = range.split(':').map((end) => constantValue('check: --grid', end));
    if (ends.length !== 2 || !ends.every((end) => typeof end === 'number')) {
      refuse('check', '--grid must have ranges LOW:HIGH', range);
    }
    return { axis, range: ends as [number, number] };
  });
  if (found.length !== 2) refuse('check', '--grid must name two coordinates', text);
  const [first, second] = found;
  if (!(first.range[0] < first.range[1] && second.range[0] < second.range[1])) {
    refuse('check', '--grid must go from low to high', text);
  }
  return { axes: [first.axis, second.axis], ranges: [first.range, second.range] };
}

async function symmetryOf(f: SymbolicFunction, optimizee: Optimizee, x: Vector, text: string) {
  const { Generator } = await import('../../src/theory/generator.js');
  const { teleportByAscent: ascend } = await import('../../src/symmetry/teleport.js');
  const { norm } = await import('../../src/numerics/vector.js');
  const generator = new Generator(f, text);
  const check = generator.check();
  if (!check.invariant) return { generator: text, ...check, teleport: undefined };
  const { x: to, ended } = climbed(ascend, optimizee, generator.action(), x);
  const before = { value: optimizee.value(x), gradientNorm: norm(optimizee.gradient(x)) };
  const after = { value: optimizee.value(to), gradientNorm: norm(optimizee.gradient(to)) };
  return { generator: text, ...check, teleport: { to, before, after, ended } };
}

/** On an orbit that is not compact ‖∇f‖ has no maximum, and rounding breaks the invariance in the end. */
const LONGEST_GROWTH = 10;
const MOST_STEPS = 100;

/** The ascent of ‖∇f‖ on the orbit, until it is at its top, at its last step, or ten times longer. */
function climbed(
  ascend: typeof teleportByAscent,
  optimizee: Optimizee,
  action: GroupAction,
  start: Vector,
): { x: Vector; ended: string } {
  const options = {
    learningRate: 0.1,
    steps: 1,
    objective: 'log-norm',
    lineSearch: true,
    trustRadius: 0.25,
  } as const;
  const length = (x: Vector) => Math.sqrt(optimizee.gradient(x).reduce((total, g) => total + g * g, 0));
  const first = length(start);
  let x = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { x: next, ended } = ascend(optimizee, action, x, options);
    if (ended !== 'all steps') return { x, ended };
    if (length(next) > LONGEST_GROWTH * first) return { x, ended: `cut off: ${LONGEST_GROWTH} times longer` };
    x = next;
  }
  return { x, ended: `${MOST_STEPS} steps` };
}

async function sharesOf(
  optimizee: Optimizee,
  through: Vector,
  region: Region,
  resolution: number,
  picture: string,
  { text, variables }: Expression,
) {
  const { writableFile, writeWhole } = await import('../../src/node/files.js');
  const path = writableFile('check', '--picture', picture);
  const { propositionShares } = await import('../../src/theory/proposition-grid.js');
  const { sharesFigure } = await import('./check-picture.js');
  const { renderPng } = await import('../png/render-png.js');
  const shares = propositionShares(optimizee, { ...region, through, resolution });
  const axes = region.axes.map((axis) => variables[axis]) as [string, string];
  writeWhole(path, await renderPng(sharesFigure(shares, text, axes)));
  const { points, defined, holds, premises, refuted } = shares;
  return { points, defined, holds, premises, refuted, picture: path };
}

async function latexOf(text: string, names: ExpressionOptions) {
  const { expressionLatex, gradientLatex, hessianLatex } = await import('../../src/theory/latex.js');
  return { expression: expressionLatex(text, names), gradient: gradientLatex(text, names), hessian: hessianLatex(text, names) }; // biome-ignore format: one idea
}

/** What `check` has found. */
export interface CheckResult extends PropositionAt {
  readonly expression: string;
  readonly variables: readonly string[];
  readonly at: Vector;
  readonly agreement: Agreement;
  readonly symmetry: Awaited<ReturnType<typeof symmetryOf>> | undefined;
  readonly shares: Awaited<ReturnType<typeof sharesOf>> | undefined;
  readonly latex: Awaited<ReturnType<typeof latexOf>> | undefined;
  readonly seconds: number;
}
