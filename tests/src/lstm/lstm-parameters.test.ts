import { expect, it } from 'vitest';
import { parameterNames, randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { Stream } from '../../../src/random/stream.js';

const draw = (inputs: number, outputs: number, seed = 1) =>
  randomParameters({ inputs, hidden: 5, outputs }, Stream.fromSeed(seed).split('weights'));

it('draws equal tensors where shapes agree, and equal rows of heads of different size', () => {
  const [small, large] = [draw(2, 2), draw(3, 4)];
  for (const name of parameterNames) {
    if (name === 'lstm1.weight_ih') continue; // of another width
    const common = Math.min(small[name].length, large[name].length);
    expect(large[name].subarray(0, common), name).toEqual(small[name].subarray(0, common));
  }
  expect(large['head.weight']).toHaveLength(4 * 5);
  expect(draw(2, 2, 2)['head.weight']).not.toEqual(small['head.weight']);
});
