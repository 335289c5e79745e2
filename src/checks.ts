/**
 * Checks at the door. Every public entry refuses bad input before any work with one error of the form
 * `function: constraint, got value`.
 */

/** An error is to be read: of what it shows, and of the whole, so many characters at most. */
const LONGEST_SHOWN = 600;
const LONGEST_MESSAGE = 1500;

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)} … (${text.length} characters)` : text;
}

/** What bad input is refused with, in one line; a plain RangeError, as JavaScript itself throws, is a fault of the program. */
export class BadInput extends RangeError {
  override readonly name = 'BadInput';

  constructor(message: string) {
    super(cut(String(message).replaceAll(/\s*\n\s*/g, ' '), LONGEST_MESSAGE));
  }
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

/** Requires a whole number from `least` to `most`: what a size is checked by before memory is taken. */
export function requireSize(where: string, name: string, value: number, most: number, least = 1): number {
  if (requireCount(where, name, value, least) > most) refuse(where, `${name} must be at most ${most}`, value);
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

/** Requires a number of [low, high). */
export function requireBetween(where: string, name: string, value: number, low: number, high: number): void {
  requireFinite(where, name, value);
  if (value < low || value >= high) refuse(where, `${name} must lie in [${low}, ${high})`, value);
}

/** Requires `length` numbers, finite or not. */
export function requireLength(where: string, name: string, value: ArrayLike<unknown>, length: number): void {
  if (value?.length !== length || typeof value === 'string') {
    const given = typeof value === 'object' && value !== null && 'length' in value;
    refuse(where, `${name} must hold ${length} numbers`, given ? `${value.length} of them` : value);
  }
}

/** Requires `length` finite numbers. */
export function requireVector(where: string, name: string, value: ArrayLike<number>, length: number): void {
  requireLength(where, name, value, length);
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

/**
 * Requires an object whose keys are all known (a misspelt option is an error, told with the spelling nearest to it). Every
 * public entry that takes options has this as its first check; the values are for the checks above.
 *
 * @param what - what the object is called: 'options', or the name of the option that it is.
 */
export function requireOptions(
  where: string,
  options: unknown,
  known: readonly string[],
  what = 'options',
): void {
  requireObject(where, what, options);
  for (const key of Object.keys(options as object)) {
    if (known.includes(key)) continue;
    const nearest = nearestTo(key, known);
    const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
    const named = what === 'options' ? what : `options of ${what}`;
    throw new BadInput(`${where}: ${named} are ${known.join(', ')}, got ${shown(key)}${hint}`);
  }
}

/** Requires an object: neither null, nor a list or a function. */
export function requireObject(where: string, what: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    refuse(where, `${what} must be an object`, value);
  }
}

/** Requires a list of at least `least` entries (1 unless told); numbers may be a typed array. */
export function requireList(where: string, name: string, value: ArrayLike<unknown>, least = 1): void {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  if (!isList || value.length < least) refuse(where, `${name} must be a list of at least ${least}`, value);
}

/** Requires text that is not empty. */
export function requireText(where: string, name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') refuse(where, `${name} must be text, not empty`, value);
}

/** Requires true or false. */
export function requireBoolean(where: string, name: string, value: unknown): void {
  if (typeof value !== 'boolean') refuse(where, `${name} must be true or false`, value);
}

/** The choice that a slip of the finger or two may have meant; undefined if none is near. */
export function nearestTo(word: string, choices: readonly string[]): string | undefined {
  const short = word.slice(0, 100).toLowerCase();
  const distances = choices.map((choice) => editDistance(short, choice.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(1, Math.round(short.length * 0.4)) ? choices[distances.indexOf(least)] : undefined;
}

/** Levenshtein's: insertions, deletions and replacements that lead from a to b. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length];
}

function shown(value: unknown): string {
  return cut(written(value), LONGEST_SHOWN);
}

function written(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return `the function ${value.name}`.trim();
  if (ArrayBuffer.isView(value)) {
    const numbers = value as unknown as ArrayLike<number>;
    const first = Array.from({ length: Math.min(numbers.length, 20) }, (_, i) => numbers[i]);
    return `[${first.join(', ')}${numbers.length > 20 ? `, … ${numbers.length} in all` : ''}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value, (_, inner) =>
      typeof inner === 'bigint' || (typeof inner === 'number' && !Number.isFinite(inner))
        ? String(inner)
        : inner,
    );
  } catch {
    return 'an object that holds itself';
  }
}
