/** The bytes of an IDX file: see `src/optimizees/idx.ts`. */
export function idx(type: number, shape: readonly number[], body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(2, type);
  view.setUint8(3, shape.length);
  shape.forEach((size, d) => {
    view.setUint32(4 + 4 * d, size);
  });
  bytes.set(body, 4 + 4 * shape.length);
  return bytes;
}
