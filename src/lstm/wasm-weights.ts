/** Weights and Adam's moments between PyTorch's layout and the engine's blocks. */

import type { LstmParameters, LstmShape } from './engine.js';
import { emptyParameters, weightCount } from './lstm-parameters.js';
import { forEachWeight, type Layout, parameterBlocks } from './wasm-layout.js';

/** Which of a layer's [K, N] blocks. */
export type WeightBlock = 'weights' | 'firstMoment' | 'secondMoment' | 'gradient';

/** A copy of a block of all layers. */
export function readWeights(
  heap: Float32Array,
  shape: LstmShape,
  layout: Layout,
  which: WeightBlock,
): LstmParameters {
  const parameters = emptyParameters(shape);
  forEachOf(shape, layout, which, parameters, (tensor, i, j) => {
    tensor[i] = heap[j];
  });
  return parameters;
}

/** Overwrites a block of all layers; padded weights stay zero. */
export function writeWeights(
  heap: Float32Array,
  shape: LstmShape,
  layout: Layout,
  which: WeightBlock,
  parameters: LstmParameters,
): void {
  forEachOf(shape, layout, which, parameters, (tensor, i, j) => {
    heap[j] = tensor[i];
  });
}

function forEachOf(
  shape: LstmShape,
  layout: Layout,
  which: WeightBlock,
  parameters: LstmParameters,
  visit: (tensor: Float32Array, tensorIndex: number, heapIndex: number) => void,
): void {
  for (const block of parameterBlocks(shape, layout)) {
    const layer = layout[block.layer];
    const tensor = parameters[block.name];
    forEachWeight(block, layer.width, (i, j) => visit(tensor, i, layer[which] + j));
  }
}

/** Where in the heap each weight lies, of a row of all of them (`LstmEngine.weights`). */
export function placesInBlocks(shape: LstmShape, layout: Layout, which: WeightBlock): Int32Array {
  const places = new Int32Array(weightCount(shape));
  let first = 0;
  for (const block of parameterBlocks(shape, layout)) {
    const { width, [which]: start } = layout[block.layer];
    const { columns } = block;
    const rows = block.gates * block.units;
    const at = first;
    forEachWeight(block, width, (i, j) => {
      places[at + (i % columns) * rows + Math.floor(i / columns)] = start + j; // column by column: ascending places
    });
    first += rows * columns;
  }
  return places;
}
