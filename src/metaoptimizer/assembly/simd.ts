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

/** c + a · b. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(c: v128, a: v128, b: v128): v128 {
  return f32x4.add(c, f32x4.mul(a, b));
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
