/**
 * What of the article is in its address: every choice, number and point that a reader can set, under a short name. A field at
 * its default is left out, so that a link says what is particular to its picture.
 */

/** A kind of value, as text in an address and back. */
export interface Field<T> {
  readonly initial: T;
  /** The value of a text; undefined where the text is no value of this field. */
  parse(text: string): T | undefined;
  print(value: T): string;
}

/** A point of the plane. */
export type Point = readonly [x: number, y: number];

/** Digits after the point that an address keeps: a hundredth of a pixel. */
const DIGITS = 4;

/** A number as the address has it, so that the picture of a link is the picture that was seen. */
export const kept = (value: number): number => Number(value.toFixed(DIGITS));

function number(initial: number, low: number, high: number): Field<number> {
  const parse = (text: string) => {
    const value = Number(text);
    return text.trim() !== '' && value >= low && value <= high ? kept(value) : undefined;
  };
  return { initial, parse, print: (value) => String(kept(value)) };
}

function whole(initial: number, low: number, high: number): Field<number> {
  const { parse, print } = number(initial, low, high);
  const parseWhole = (text: string) => (Number.isInteger(Number(text)) ? parse(text) : undefined);
  return { initial, parse: parseWhole, print };
}

function choice<T extends string>(initial: T, ...others: readonly T[]): Field<T> {
  const parse = (text: string) => [initial, ...others].find((name) => name === text);
  return { initial, parse, print: (value) => value };
}

function text(initial: string): Field<string> {
  return { initial, parse: (value) => value, print: (value) => value };
}

/** Absent where the picture has a point of its own to begin with. */
function point(): Field<Point | undefined> {
  const parse = (words: string) => {
    const numbers = words.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
    if (numbers.length !== 2 || !numbers.every((value) => Math.abs(value) <= 1000)) return undefined;
    return [kept(numbers[0]), kept(numbers[1])] as const;
  };
  return { initial: undefined, parse, print: (value) => (value ? value.map(kept).join(',') : '') };
}

export const FIELDS = {
  /** Sections 1 and 2: the function, the reader's own formula, the point, the teleport's angle in degrees, the step size. */
  f: choice('ellipse', 'booth', 'rosenbrock', 'formula'),
  formula: text('(x^2 + y - 11)^2 + (x + y^2 - 7)^2'),
  p: point(),
  angle: number(-30, -180, 180),
  alpha: number(0.05, 0.001, 1),
  /** Section 3: the Hessian's eigenvalues, the point. */
  l1: number(1, -4, 4),
  l2: number(3, -4, 4),
  q: point(),
  /** Section 4: what is trained, the test task and its start, the method shown, the step shown; whether to train at once. */
  family: choice('ellipse-fixed', 'ellipse-varied', 'rosenbrock-fixed', 'rosenbrock-varied', 'mixed'),
  seed: whole(1, 0, 999_999),
  trajectories: whole(500, 10, 2000),
  hidden: whole(100, 2, 200),
  task: whole(0, 0, 199),
  start: point(),
  method: choice('tel sched', 'vanilla', 'theta grad'),
  t: whole(20, 0, 20),
  trained: choice('no', 'yes'),
} as const;

export type FieldName = keyof typeof FIELDS;

/** All values. */
export type Values = {
  readonly [K in FieldName]: (typeof FIELDS)[K] extends Field<infer T> ? T : never;
};
