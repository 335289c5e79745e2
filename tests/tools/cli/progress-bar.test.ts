import { expect, it } from 'vitest';
import { duration } from '../../../tools/cli/progress-bar.js';

it.each([
  [0.2, '1 s'],
  [89, '89 s'],
  [90, '2 min'],
  [1200, '20 min'],
  [5400, '1 h 30 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
