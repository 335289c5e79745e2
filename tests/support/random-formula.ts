/** Random formulas over the whole grammar of numbers, with constants of all sizes. */

import type { Stream } from '../../src/random/stream.js';

const FUNCTIONS = [
  'exp', 'log', 'log10', 'log2', 'log1p', 'expm1', 'sqrt', 'cbrt', 'abs', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan',
  'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'sec', 'csc', 'cot', 'sech',
]; // biome-ignore format: a list
const EXPONENTS = ['2', '3', '4', '-1', '-2', '0.5', '1.5', '(1/3)', '(2/3)', '(-1/2)', '0', '1', '2.5'];
const pick = <T>(stream: Stream, from: readonly T[]): T => from[stream.integer(from.length)];

/** A number between 1e-30 and 1e30, or a small whole one; sometimes negative. */
export function randomConstant(stream: Stream): string {
  const sign = stream.integer(4) === 0 ? '-' : '';
  if (stream.integer(2) === 0) return `${sign}${stream.integer(9) + 1}`;
  const digits = Number((1 + 9 * stream.uniform(0, 1)).toPrecision(1 + stream.integer(6)));
  return `${sign}${digits}e${stream.integer(61) - 30}`;
}

/** A formula of x and y, nested at most `depth` deep. */
export function randomFormula(stream: Stream, depth: number): string {
  if (depth === 0 || stream.integer(8) === 0) {
    const leaf = pick(stream, ['x', 'x', 'y', 'c']);
    return leaf === 'c' ? `(${randomConstant(stream)})` : leaf;
  }
  const part = () => randomFormula(stream, depth - 1);
  switch (stream.integer(12)) {
    case 0:
    case 1:
      return `(${part()} + ${part()})`;
    case 2:
      return `(${part()} - ${part()})`;
    case 3:
    case 4:
      return `${part()} * ${part()}`;
    case 5:
      return `(${part()}) / (${part()})`;
    case 6:
    case 7:
      return `(${part()})^${pick(stream, EXPONENTS)}`;
    case 8:
      return pick(stream, [
        `(${part()})^(${part()})`,
        `-${part()}`,
        `${pick(stream, ['2', '10', 'e'])}^(${part()})`,
      ]);
    case 9:
      return `${pick(stream, ['max', 'min', 'atan2'])}(${part()}, ${part()})`;
    default:
      return `${pick(stream, FUNCTIONS)}(${part()})`;
  }
}
