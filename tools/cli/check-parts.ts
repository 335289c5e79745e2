/** The parts of `check` beside the point: a region, a symmetry, a teleport along it, LaTeX. What they need is loaded when asked for. */

import { refuse } from '../../src/checks.js';
import type { GroupAction, Optimizee, Vector } from '../../src/seams.js';
import type { teleportByAscent } from '../../src/symmetry/teleport.js';
import type { Agreement } from '../../src/theory/agreement.js';
import type { Expression, ExpressionOptions } from '../../src/theory/expression.js';
import type { PropositionAt } from '../../src/theory/proposition.js';
import type { SymbolicFunction } from '../../src/theory/symbolic-function.js';
import { assignments } from './assignments.js';

export interface Region {
  readonly axes: readonly [number, number];
  readonly ranges: readonly [readonly [number, number], readonly [number, number]];
}

/** `x=-3:3,y=0:pi`. */
export async function regionOf({ variables }: Expression, text: string): Promise<Region> {
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

export async function symmetryOf(f: SymbolicFunction, optimizee: Optimizee, x: Vector, text: string) {
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

export async function sharesOf(
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

export async function latexOf(text: string, names: ExpressionOptions) {
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
