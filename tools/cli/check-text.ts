/** What `orbit-l2o check` has found, as text and as JSON. */

import { formatTable } from '../../src/display/table-format.js';
import { norm } from '../../src/numerics/vector.js';
import type { Vector } from '../../src/seams.js';
import type { AgreementOf } from '../../src/theory/agreement.js';
import type { CheckResult } from './check-parts.js';

/** Larger vectors and matrices are cut off in the text; JSON has all of them. */
const MOST_SHOWN = 8;

const shown = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(10))) : String(value);

function vectorText(v: Vector): string {
  const rest = v.length > MOST_SHOWN ? `, … (${v.length} numbers)` : '';
  return `[${Array.from(v.subarray(0, MOST_SHOWN), shown).join(', ')}${rest}]`;
}

function rowsOf(H: Vector, n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(H.subarray(i * n, (i + 1) * n)));
}

function matrixText(H: Vector, n: number): string {
  if (n > MOST_SHOWN) return `${n} × ${n} (all of it with --json)`;
  return rowsOf(H, n)
    .map((row) => `[${row.map(shown).join(', ')}]`)
    .join('\n             ');
}

/** The largest difference to each of the other ways. */
function agreementText({ mathjs, differences, tensors }: AgreementOf): string {
  const ways = { mathjs, differences, 'TensorFlow.js': tensors };
  const told = Object.entries(ways).filter(([, difference]) => !Number.isNaN(difference));
  return (
    told.map(([way, difference]) => `${way} ${difference.toExponential(1)}`).join(', ') || 'not compared'
  );
}

/** Lines for people. */
export function checkText(result: CheckResult): string {
  const { variables, at, value, gradient, hessian, eigenvalues, curvature, newton, sides, derivative } =
    result;
  const lines = [
    `f = ${result.expression}`,
    `at ${variables.slice(0, MOST_SHOWN).map((name, i) => `${name} = ${shown(at[i])}`).join(', ')}${variables.length > MOST_SHOWN ? ', …' : ''}`, // biome-ignore format: a line
    '',
    `value        ${shown(value)}`,
    `gradient     ${vectorText(gradient)}`,
    `Hessian      ${matrixText(hessian, at.length)}`,
    `eigenvalues  ${vectorText(eigenvalues)}: ${curvature}`,
  ];
  if (newton && sides && derivative) {
    lines.push(
      '',
      `Newton v₂    ${vectorText(newton.newton)}`,
      `v∥           ${vectorText(newton.parallel)}, length ${shown(norm(newton.parallel))}`,
      `v⊥           ${vectorText(newton.perpendicular)}, length ${shown(norm(newton.perpendicular))}`,
      `angle        ${shown((180 * newton.angle) / Math.PI)}° from −∇f to v₂`,
      '',
      `(gᵀHg)(gᵀH⁻¹g) = ${shown(sides.product)}, (gᵀg)² = ${shown(sides.square)}`,
      `d‖∇f‖² along v⊥ = ${shown(derivative.symbols)} by symbols, ${shown(derivative.differences)} by differences`,
    );
  }
  lines.push('', verdict(result), '', 'Agreement of the symbols (largest relative differences)');
  for (const what of ['value', 'gradient', 'hessian'] as const) {
    lines.push(`  ${what.padEnd(9)}${agreementText(result.agreement[what])}`);
  }
  lines.push(...symmetryLines(result), ...sharesLines(result));
  if (result.latex) {
    const { expression, gradient: g, hessian: H } = result.latex;
    lines.push('', `f = ${expression}`, `\\nabla f = ${g}`, `\\nabla^2 f = ${H}`);
  }
  return [...lines, '', `${result.seconds.toFixed(2)} s`].join('\n');
}

function verdict({ premises, holds, curvature, newton }: CheckResult): string {
  if (!newton) {
    const why = curvature === 'singular' ? 'the Hessian is singular' : 'the gradient is zero';
    return `Proposition 4.1 says nothing here: ${why}.`;
  }
  const sign = holds ? 'the inequality holds' : 'the inequality fails';
  if (premises) return `Proposition 4.1: its premises are met, and ${sign}.`;
  return `Proposition 4.1 promises nothing here, the Hessian being ${curvature}; ${sign}.`;
}

function symmetryLines({ symmetry }: CheckResult): string[] {
  if (!symmetry) return [];
  const { generator, invariant, proof, largest, points, teleport } = symmetry;
  const proved = {
    holds: 'proved',
    fails: 'refuted as a formula',
    'not decided': 'not decided as a formula',
  }[proof];
  const lines = [
    '',
    `Generator ${generator}: ${invariant ? 'leaves f alone' : 'does not leave f alone'} (${proved}; |cos(∇f, G)| ≤ ${largest.toExponential(1)} at ${points} points)`,
  ];
  if (teleport) {
    const { to, before, after, ended } = teleport;
    lines.push(
      `teleport to ${vectorText(to)}: ‖∇f‖ ${shown(before.gradientNorm)} → ${shown(after.gradientNorm)}, f ${shown(before.value)} → ${shown(after.value)} (${ended})`,
    );
  }
  return lines;
}

function sharesLines({ shares }: CheckResult): string[] {
  if (!shares) return [];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rows = [
    { 'of the region': 'the inequality holds', share: percent(shares.holds) },
    { 'of the region': 'the premises are met', share: percent(shares.premises) },
    { 'of the region': 'met, and the inequality fails', share: percent(shares.refuted / shares.defined) },
  ];
  const caption = `${shares.defined} of ${shares.points} points have a Newton direction`;
  return ['', formatTable(rows, { caption }).text, `Picture: ${shares.picture}`];
}

/** The same for programs: arrays, Hessians by rows, null for what there is not. */
export function checkJson(result: CheckResult): string {
  const { at, hessian, newton, latex, symmetry, shares, ...rest } = result;
  const n = at.length;
  const plain = {
    ...rest,
    at,
    hessian: rowsOf(hessian, n),
    newton: newton
      ? {
          direction: newton.newton,
          parallel: newton.parallel,
          perpendicular: newton.perpendicular,
          angle: newton.angle,
          derivative: newton.derivative,
        }
      : null,
    holds: result.holds ?? null,
    sides: result.sides ?? null,
    derivative: result.derivative ?? null,
    ...(symmetry && { symmetry }),
    ...(shares && { grid: shares }),
    ...(latex && { latex }),
  };
  return JSON.stringify(plain, (_, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Vector) : value,
  );
}
