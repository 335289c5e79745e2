import { expect, test } from 'vitest';
import type { MetaGradientStatistics } from '../../../experiments/meta-gradients.js';
import { metaGradientFigure } from '../../../experiments/plots/meta-gradients.js';

const window = (place: number, element: number) => ({
  window: place,
  trajectories: 3,
  norms: { 'step size': 10 ** -place, momentum: 0, element, LSTM: 1 },
  raises: { stepSize: 1, momentum: 0 },
});

test('a line a head that has a gradient, broken where it has none', () => {
  const statistics: MetaGradientStatistics = { windows: [window(0, 0), window(1, 2)], firstShare: 1 };
  const { data, layout } = metaGradientFigure(statistics);
  expect(data.map(({ name, y }) => [name, y])).toEqual([
    ['step size', [1, 0.1]],
    ['element', [null, 2]],
    ['LSTM', [1, 1]],
  ]);
  expect(layout.yaxis!.type).toBe('log');
});
