/**
 * Checks at the door. Every public entry refuses bad input before any work with one error of the form
 * `function: constraint, got value`.
 */

/** What bad input is refused with; a plain RangeError, as JavaScript itself throws, is a fault of the program. */
export class BadInput extends RangeError {
  override readonly name = 'BadInput';
}

/**
 * What a function answers with at a point where it, or its derivative, is not defined: bad input to whoever asks for that point,
 * and a divergence to an optimizer whose iterate has come there (`optimizees/outside.ts`).
 */
export class OutsideDomain extends BadInput {}

/** @throws OutsideDomain with the message `where: constraint, got value`. */
export function refuseOutside(where: string, constraint: string, value: unknown): never {
  throw new OutsideDomain(`${where}: ${constraint}, got ${shown(value)}`);
}

/** @throws BadInput with the message `where: constraint, got value`. */
export function refuse(where: string, constraint: string, value: unknown): never {
  throw new BadInput(`${where}: ${constraint}, got ${shown(value)}`);
}

/** Requires a whole number of at least `least` (1 unless told). */
export function requireCount(where: string, name: string, value: number, least = 1): number {
  if (!Number.isInteger(value) || value < least) {
    refuse(where, `${name} must be a whole number of at least ${least}`, value);
  }
  return value;
}

/** Requires a finite number. */
export function requireFinite(where: string, name: string, value: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(where, `${name} must be finite`, value);
  return value;
}

/** Requires a finite number above zero. */
export function requirePositive(where: string, name: string, value: number): number {
  if (!(requireFinite(where, name, value) > 0)) refuse(where, `${name} must be positive`, value);
  return value;
}

/** Requires `length` finite numbers. */
export function requireVector(where: string, name: string, value: ArrayLike<number>, length: number): void {
  if (value.length !== length)
    refuse(where, `${name} must hold ${length} numbers`, `${value.length} of them`);
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(value[i])) refuse(where, `${name} must be finite`, `${value[i]} at index ${i}`);
  }
}

/** Requires one of the named choices. */
export function requireOneOf<T extends string>(
  where: string,
  name: string,
  value: string,
  choices: readonly T[],
): T {
  if (!(choices as readonly string[]).includes(value)) {
    refuse(where, `${name} must be one of ${choices.join(', ')}`, value);
  }
  return value as T;
}

/** Requires that an options object has no key beside the known ones (a misspelt option is an error). */
export function requireKnownKeys(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) refuse(where, `options are ${known.join(', ')}`, key);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as Float64Array).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
