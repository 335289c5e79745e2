/**
 * The functions of `Math` that the standard leaves to the engine, by sums and products alone. V8's own differ in the last
 * digit from version to version, hence between a Node and a Chromium; with these two engines must agree to the bit.
 */

/** A script that puts them in place of an engine's. */
export const PORTABLE_MATH = `
  const series = (x, term) => { let [sum, last] = [0, term(0, x)]; for (let k = 1; k < 40; k++) { sum += last; last = term(k, x, last); } return sum; };
  const turned = (x) => x - 2 * Math.PI * Math.round(x / (2 * Math.PI));
  const sin = (x) => series(turned(x), (k, y, last) => (k ? (-last * y * y) / (2 * k * (2 * k + 1)) : y));
  const cos = (x) => series(turned(x), (k, y, last) => (k ? (-last * y * y) / (2 * k * (2 * k - 1)) : 1));
  const exp = (x) => Math.abs(x) > 1 ? exp(x / 2) * exp(x / 2) : series(x, (k, y, last) => (k ? (last * y) / k : 1));
  const log = (x) => {
    if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
    let halvings = 0;
    for (; x > 1.5; x /= 2) halvings++;
    for (; x < 0.75; x *= 2) halvings--;
    const y = (x - 1) / (x + 1);
    let [sum, power] = [0, y];
    for (let k = 1; k < 80; k += 2) { sum += power / k; power *= y * y; }
    return 2 * sum + halvings * Math.LN2;
  };
  const sinh = (x) => (exp(x) - exp(-x)) / 2;
  const asinh = (x) => Math.sign(x) * log(Math.abs(x) + Math.sqrt(x * x + 1));
  Object.assign(Math, { sin, cos, exp, log, sinh, asinh, log10: (x) => log(x) / Math.LN10 });`;
