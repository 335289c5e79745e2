import { describe, expect, it } from 'vitest';
import {
  deviationWithInterval,
  estimateBias,
  estimateSpread,
  lossAlongLine,
  meanWithInterval,
} from '../../../experiments/plots/estimators.js';
import { Stream } from '../../../src/random/stream.js';

const normals = (seed: number, mean: number, deviation: number) =>
  Array.from(Stream.fromSeed(seed).normals(400), (value) => mean + deviation * value);
const windows = [1, 5, 20];
const measured = [
  { name: 'truncated backpropagation', samples: [[-2], [1], [4]] },
  { name: 'PES', samples: windows.map((T) => normals(T, 4, 2)) },
];
interface Drawn {
  readonly name?: string;
  readonly x: number[];
  readonly y: number[];
  readonly error_y: { readonly array: number[]; readonly arrayminus: number[] };
}

describe('intervals', () => {
  it('hold the mean and the standard deviation, and shrink with the root of their number', () => {
    const values = normals(1, 3, 2);
    const [mean, deviation] = [meanWithInterval, deviationWithInterval].map((of) =>
      of(values, Stream.fromSeed(1)),
    );
    expect(mean.value).toBeCloseTo(3, 0);
    expect((mean.high - mean.low) / 2).toBeCloseTo((1.96 * 2) / 20, 1);
    expect(deviation.low).toBeLessThan(2);
    expect(deviation.high).toBeGreaterThan(2);
    expect((deviation.high - deviation.low) / 2).toBeCloseTo((1.96 * 2) / Math.sqrt(800), 1);
  });

  it('are a point for a single number', () => {
    expect(meanWithInterval([7], Stream.fromSeed(1))).toEqual({ value: 7, low: 7, high: 7 });
  });
});

describe('the figures', () => {
  it('show bias over the exact number, with intervals, lines a little apart', () => {
    const data = estimateBias(windows, measured, 4).data as unknown as Drawn[];
    expect(data.map(({ name }) => name)).toEqual(['truncated backpropagation', 'PES', 'exact']);
    expect(data[0].y).toEqual([-0.5, 0.25, 1]);
    expect(data[0].error_y.array).toEqual([0, 0, 0]);
    data[1].y.forEach((value, k) => {
      expect(value).toBeCloseTo(1, 0);
      expect(data[1].error_y.array[k]).toBeGreaterThan(0);
      expect(data[1].error_y.arrayminus[k]).toBeGreaterThan(0);
      expect(data[1].x[k] / data[0].x[k]).toBeCloseTo(1.04, 9);
    });
  });

  it('show the spread of what has noise', () => {
    const data = estimateSpread(windows, measured, -4).data as unknown as Drawn[];
    expect(data.map(({ name }) => name)).toEqual(['PES']);
    for (const value of data[0].y) expect(Math.abs(value - 0.5)).toBeLessThan(0.1);
  });

  it('draw tangents through the middle of the line, in a panel for each window', () => {
    const line = [-2, -1, 0, 1, 2];
    const losses = [5, 2, 1, 2, 5];
    const slopes = [
      { name: 'truncated backpropagation', slope: 3, error: 0 },
      { name: 'PES', slope: -1, error: 0.5 },
    ];
    const panels = ['T = 5', 'T = 20'].map((title) => ({ title, slopes }));
    const { data, layout } = lossAlongLine(line, losses, panels);
    expect(data).toHaveLength(2 * 4);
    const drawn = data as unknown as (Drawn & { xaxis?: string; showlegend: boolean })[];
    expect(drawn.map(({ xaxis }) => xaxis)).toEqual([...Array(4).fill(undefined), ...Array(4).fill('x2')]);
    expect(drawn[1].y).toEqual([-5, 7]); // 1 ± 3 · 2
    expect(drawn[2].y).toEqual([1, 1, 1, -3, 1, 5]); // slopes 0 and −2
    expect(drawn[3].y).toEqual([3, -1]);
    const [low, high] = (layout as { yaxis: { range: number[] } }).yaxis.range;
    expect(low).toBeCloseTo(-5.6, 9);
    expect(high).toBeCloseTo(7.6, 9);
    expect(drawn.filter(({ showlegend }) => showlegend)).toHaveLength(3);
    expect((layout as { xaxis2: { title: { text: string } } }).xaxis2.title.text).toBe('T = 20');
  });
});
