/** What a record says of the backends of TensorFlow.js that its tasks ran on. */

import { expect, it } from 'vitest';
import { provenance } from '../../../src/evaluation/provenance.js';
import { ellipseFixed } from '../../../src/optimizees/ellipse.js';
import { Stream } from '../../../src/random/stream.js';
import { noAction } from '../../../src/symmetry/no-action.js';
import { loadTensors } from '../../../src/tensors/load.js';

it('names each backend once, and is silent where nothing is written in tensors', async () => {
  const closed = ellipseFixed.sample(Stream.fromSeed(1));
  expect(provenance([closed, closed])).toEqual(provenance());
  expect(provenance()).not.toHaveProperty('tensors');

  const bowl = async (backend: 'cpu' | 'wasm') =>
    (await loadTensors({ backend })).optimizeeFromTensors({
      name: 'bowl',
      dimension: 2,
      value: (x) => x.square().sum(),
    });
  const tasks = [await bowl('wasm'), await bowl('cpu'), await bowl('wasm')].map((optimizee) => ({
    optimizee,
    action: noAction(2),
    start: Float64Array.of(1, 2),
  }));
  expect(provenance([closed, ...tasks])).toEqual({ ...provenance(), tensors: ['cpu 4.22.0', 'wasm 4.22.0'] });
});
