/** Random pairs of formulas: equal by construction, unequal by construction, and such as only look equal. */

import type { Stream } from '../../src/random/stream.js';

export const VARIABLES: readonly string[] = ['x', 'y'];
const pick = <T>(stream: Stream, from: readonly T[]): T => from[stream.integer(from.length)];

/** A rational formula, and another that is equal to it wherever both are defined. */
export function equalPair(stream: Stream, depth: number): readonly [string, string] {
  if (depth === 0) {
    const leaf = pick(stream, ['x', 'y', String(stream.integer(7)), String(stream.integer(1000))]);
    return [leaf, pick(stream, [leaf, `(${leaf} + 0)`, `1*${leaf}`, `-(-${leaf})`, `+${leaf}`])];
  }
  const [a, A] = equalPair(stream, depth - 1);
  const [b, B] = equalPair(stream, depth - 1);
  switch (stream.integer(9)) {
    case 0:
      return [`(${a} + ${b})`, `(${B} + ${A})`];
    case 1:
      return [`(${a} - ${b})`, `-(${B} - ${A})`];
    case 2:
      return [`(${a})*(${b})`, `(${B})*(${A})`];
    case 3:
      return [`((${a}) + (${b}))^2`, `((${A})^2 + 2*(${A})*(${B}) + (${B})^2)`];
    case 4:
      return [`(x + 1)*((${a}) - (${b}))`, `((x + 1)*(${A}) - (${B}) - x*(${B}))`];
    case 5:
      return [`(${a})/(x^2 + 3)`, `(${A})*(y + 2)/((x^2 + 3)*(y + 2))`];
    case 6:
      return [`((${a})^2 - (${b})^2)`, `((${A}) - (${B}))*((${A}) + (${B}))`];
    case 7:
      return [`(${a})^3`, `(${A})*(${A})^2`];
    default:
      return [`((${a}) - (${a}) + (${b}))`, `(${B})`];
  }
}

/** The second side changed by something that is not zero. */
export function unequalPair(stream: Stream, depth: number): readonly [string, string] {
  const [left, right] = equalPair(stream, depth);
  const change = pick(stream, [
    ' + 1',
    ' - x',
    ' + 1/(y + 9)',
    ' + x*y',
    ` - ${stream.integer(50) + 1}`,
    ' + (x - y)^2',
  ]);
  return [left, `(${right})${change}`];
}

/** A part of the second side replaced by one that mathjs reads as something else. */
export function strangePair(stream: Stream, depth: number): readonly [string, string] {
  const [part, same] = equalPair(stream, depth - 1);
  const u = `(${same})`;
  const strange = pick(stream, [
    `${u}!`, `~${u}`, `not ${u}`, `${u}'`, `${u} mod 7`, `${u} > 0`, `${u} == ${u}`, `${u} .* 1`, `${u} ./ 1`, `${u} .^ 1`,
    `${u} & ${u}`, `${u} | 0`, `${u} ^| 0`, `${u} << 0`, `${u} >> 0`, `${u} >>> 0`, `${u} and true`, `${u} or false`,
    `${u} xor false`, `(true ? ${u} : 0)`, `[${u}]`, `[${u}][1]`, `abs(${u})`, `round(${u})`, `(${u} to cm)`, `${u} cm`, `"1"*${u}`,
    `true*${u}`, `{a: ${u}}.a`, `(z = ${u})`, `sum(${u}, 0)`, `${u}^1.0000000000000000001`, `1.0000000000000000001*${u}`,
    `${u}^true`, `${u}^"1"`, `${u} + 1e-400`, `max(${u}, ${u})`, `re(${u})`, `f(x) = ${u}`, `${u}; ${u}`, `${u}:${u}`, `null + ${u}`,
    `${u} % 5`, `${u}%`, `5! + ${u} - 5`, `i*${u}`, `${u}^-1`, `${u}^(1)!`, `Infinity*0 + ${u}`, `unit(${u})`, `bignumber(${u})`,
  ]); // biome-ignore format: a list
  return [`(${part}) + x`, `${strange} + x`];
}
