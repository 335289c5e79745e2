import { expect, test } from 'vitest';
import { firstDifference } from '../../../experiments/store/first-difference.js';

const configuration = {
  family: { name: 'ellipse' },
  methods: [{ name: 'vanilla', description: { hidden: 3, inputs: ['gradient'] } }, { name: 'Adam' }],
};

test('the same data differ nowhere, whatever a key of undefined', () => {
  expect(firstDifference(configuration, structuredClone(configuration))).toBeUndefined();
  expect(firstDifference({ a: 1 }, { a: 1, b: undefined })).toBeUndefined();
});

test.each<[object, string]>([
  [
    { methods: [{ name: 'vanilla', description: { hidden: 7, inputs: [] } }, { name: 'Adam' }] },
    'methods[0].description.hidden: 3, not 7',
  ],
  [{ methods: [configuration.methods[0], { name: 'GD' }] }, 'methods[1].name: "Adam", not "GD"'],
  [{ methods: [configuration.methods[0]] }, 'methods[1]: {"name":"Adam"}, not none'],
  [{ methods: {} }, 'methods: [{"name":"vanilla","description":{"hidden":3,"inputs":["grad…, not {}'],
  [{ family: null }, 'family: {"name":"ellipse"}, not null'],
  [{ steps: 12 }, 'steps: none, not 12'],
])('%j', (change, difference) => {
  expect(firstDifference(configuration, { ...configuration, ...change })).toBe(difference);
});
