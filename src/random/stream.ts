/**
 * Seeded, splittable random streams. There is no global randomness in this library: whoever needs random
 * numbers is handed a stream.
 *
 * A stream is named by its path, such as `7/training/task 12`: the SHA-256 digest of the path seeds a
 * xoroshiro128+ generator (pure-rand). Splitting therefore neither draws from the parent nor depends on
 * what was drawn before, and streams of different paths are independent for all practical purposes.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { refuse, requireCount } from '../checks.js';

/** The fraction of [0, 1) that one step of a 53-bit draw covers. */
const ULP = 2 ** -53;

/** A seeded random stream that can be split by name. */
export class Stream {
  /** How this stream was made: the root seed and the names of the splits, joined by slashes. */
  readonly path: string;
  #generator: JumpableRandomGenerator | undefined;
  #spareNormal = Number.NaN;

  private constructor(path: string) {
    this.path = path;
  }

  /** The root stream of a seed, a whole number from 0 to 2⁵³ − 1. */
  static fromSeed(seed: number): Stream {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      refuse('Stream.fromSeed', 'seed must be a whole number from 0 to 2^53 - 1', seed);
    }
    return new Stream(String(seed));
  }

  /** The stream of that path, afresh: how a record's stream is found again. @throws if no stream has that path. */
  static fromPath(path: string): Stream {
    const [seed, ...names] = path.split('/');
    if (!/^\d+$/.test(seed)) refuse('Stream.fromPath', 'path must begin with a seed', path);
    const decoded = names.map((name) => name.replaceAll('%2F', '/').replaceAll('%25', '%'));
    const stream = decoded.reduce((parent, name) => parent.split(name), Stream.fromSeed(Number(seed)));
    if (stream.path !== path) refuse('Stream.fromPath', 'path must be that of a stream', path);
    return stream;
  }

  /** The child stream of that name. The same name gives the same stream, afresh; this one does not advance. */
  split(name: string | number): Stream {
    const component = String(name).replaceAll('%', '%25').replaceAll('/', '%2F'); // 'a/b' is not 'a', then 'b'
    return new Stream(`${this.path}/${component}`);
  }

  /** A uniform draw from [low, high), [0, 1) unless told, of 53 random bits. */
  uniform(low = 0, high = 1): number {
    const generator = (this.#generator ??= seeded(this.path)); // a stream that is only split never needs one
    const upper = generator.next() >>> 5; // 27 bits
    const lower = generator.next() >>> 6; // 26 bits
    return low + (high - low) * ((upper * 2 ** 26 + lower) * ULP);
  }

  /** A draw from the standard normal distribution, by the Box–Muller transform. */
  normal(): number {
    if (!Number.isNaN(this.#spareNormal)) {
      const spare = this.#spareNormal;
      this.#spareNormal = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform())); // 1 − u lies in (0, 1]: no log of zero
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** A whole number from 0 to count − 1, each equally likely (to 2⁻⁵³ · count). */
  integer(count: number): number {
    requireCount('Stream.integer', 'count', count);
    return Math.floor(this.uniform() * count);
  }

  /** n independent standard normal draws. */
  normals(n: number): Float64Array {
    return Float64Array.from({ length: n }, () => this.normal());
  }

  /** n independent uniform draws from [low, high). */
  uniforms(n: number, low = 0, high = 1): Float64Array {
    return Float64Array.from({ length: n }, () => this.uniform(low, high));
  }

  /** A random order of 0 … n − 1, each equally likely (Fisher–Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

/** The generator of a path. */
function seeded(path: string): JumpableRandomGenerator {
  const digest = new DataView(sha256(utf8ToBytes(path)).buffer);
  return xoroshiro128plusFromState([0, 4, 8, 12].map((i) => digest.getInt32(i, true)));
}
