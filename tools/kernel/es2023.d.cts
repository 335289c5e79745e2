/** What TypeScript 5.0, the compiler of cells, lacks of ES2023's library: copies instead of changes in place. */

interface CopiesOnChange<Copy, T> {
  toReversed(): Copy;
  toSorted(compare?: (a: T, b: T) => number): Copy;
  with(index: number, value: T): Copy;
}

interface SplicedCopies<T> extends CopiesOnChange<T[], T> {
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
}

interface Array<T> extends SplicedCopies<T> {}
interface ReadonlyArray<T> extends SplicedCopies<T> {}
interface Int8Array extends CopiesOnChange<Int8Array, number> {}
interface Uint8Array extends CopiesOnChange<Uint8Array, number> {}
interface Uint8ClampedArray extends CopiesOnChange<Uint8ClampedArray, number> {}
interface Int16Array extends CopiesOnChange<Int16Array, number> {}
interface Uint16Array extends CopiesOnChange<Uint16Array, number> {}
interface Int32Array extends CopiesOnChange<Int32Array, number> {}
interface Uint32Array extends CopiesOnChange<Uint32Array, number> {}
interface Float32Array extends CopiesOnChange<Float32Array, number> {}
interface Float64Array extends CopiesOnChange<Float64Array, number> {}
interface BigInt64Array extends CopiesOnChange<BigInt64Array, bigint> {}
interface BigUint64Array extends CopiesOnChange<BigUint64Array, bigint> {}
