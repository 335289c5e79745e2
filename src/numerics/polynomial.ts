/**
 * The real roots of a polynomial c₀ + c₁s + … + c_d s^d in an interval, each where the sign changes.
 *
 * Between two neighbouring roots of its derivative a polynomial is monotone, so it has one root there or none: found by bisection, down
 * to neighbouring numbers. The derivative's roots are found in the same way, so nothing is lost to a bad start. For degrees of a few.
 */

/** Roots in (low, high), from the smallest; a root that is touched without a change of sign is none here. */
export function rootsBetween(coefficients: readonly number[], low: number, high: number): number[] {
  if (coefficients.length < 2) return [];
  const derivative = coefficients.slice(1).map((c, i) => c * (i + 1));
  const ends = [low, ...rootsBetween(derivative, low, high), high];
  const value = (s: number) => coefficients.reduceRight((sum, c) => sum * s + c, 0);
  return ends.slice(1).flatMap((end, i) => {
    const [from, to] = [value(ends[i]), value(end)];
    return from < 0 !== to < 0 ? [bisect(value, ends[i], end, from < 0)] : [];
  });
}

function bisect(value: (s: number) => number, low: number, high: number, risesFromLow: boolean): number {
  let [a, b] = [low, high];
  for (;;) {
    const middle = (a + b) / 2;
    if (!(a < middle && middle < b)) return middle;
    if (value(middle) < 0 === risesFromLow) a = middle;
    else b = middle;
  }
}
