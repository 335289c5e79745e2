/** Short names for the handful of vector instructions that the kernels are made of. */

/** Bytes in a float32, and in a vector of four. */
export const FLOAT: usize = 4;
export const VECTOR: usize = 16;

// @ts-ignore: decorator
@inline
export function load(address: usize, offset: usize = 0): v128 {
  return v128.load(address + offset);
}

// @ts-ignore: decorator
@inline
export function store(address: usize, value: v128): void {
  v128.store(address, value);
}

/** The float32 at `address`, four times. */
// @ts-ignore: decorator
@inline
export function broadcast(address: usize): v128 {
  return v128.load32_splat(address);
}

// @ts-ignore: decorator
@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** c + a · b: rounded once in the build for relaxed SIMD on processors that fuse the two, else twice. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(c: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** x, or 0 where |x| is below `smallest`. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function flushBelow(x: v128, smallest: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), smallest));
}

/** Magnitudes below this are not kept: see {@link flush}. */
const SMALLEST_KEPT = memory.data<f32>([8.6736173798840355e-19], 4); // 2^-60

/**
 * x, or 0 where |x| < 2⁻⁶⁰. Next to numbers of ordinary size so small a one is lost to rounding anyway; but the product of
 * two of them, or what decays from one, is subnormal, and many processors take a hundred times longer over that.
 */
// @ts-ignore: decorator
@inline
export function flush(x: v128): v128 {
  return flushBelow(x, broadcast(SMALLEST_KEPT));
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function horizontalSum(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}
