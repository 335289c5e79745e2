/** The characters of a formula before it is parsed: other ways of writing, and numbers that float64 would change. */

import { refuse } from '../checks.js';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** x₁ is x1. */
export function plainName(name: string): string {
  return name.replace(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)));
}

/** A formula with ASCII signs: x₁² − 2·x₁ is x1^2 - 2*x1. */
export function plainText(text: string): string {
  return plainName(text)
    .replace(
      /[⁰¹²³⁴-⁹]+/g,
      (digits) => `^${[...digits].map((digit) => SUPERSCRIPTS.indexOf(digit)).join('')}`,
    )
    .replace(/[·×⋅]/g, '*')
    .replace(/−/g, '-');
}

/** A name, which may hold digits, or a number; in this order, so that the digits of x2 are no number. */
const TOKENS = /[\p{L}_$][\p{L}_$0-9]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/gu;

/** The decimal numbers of a formula as they are written. */
export function literalsIn(text: string): string[] {
  return (text.match(TOKENS) ?? []).filter((token) => /^[\d.]/.test(token));
}

/** Refuses a number that is not 0 and that float64 takes for 0, and percent signs, which mathjs reads in two ways. */
export function requireExactLiterals(where: string, text: string): void {
  for (const literal of literalsIn(text)) {
    if (Number(literal) === 0 && /[1-9]/.test(literal.split(/e/i)[0])) {
      refuse(where, 'a constant must not vanish in float64', literal);
    }
  }
  if (text.includes('%')) refuse(where, 'operators are + - * / ^', '%');
}

/** Whether a number is whole and float64 holds it exactly, as it is written. */
export function isExactWhole(literal: string): boolean {
  const [mantissa, exponent = '0'] = literal.toLowerCase().split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return true;
  const shift = Number(exponent) - fraction.length;
  const zeros = digits.length - digits.replace(/0+$/, '').length;
  return shift >= -zeros && digits.length + shift <= 16 && Number.isSafeInteger(Number(literal));
}
