/** Assertions on law reports. */

import { expect } from 'vitest';
import type { LawReport } from '../../src/laws.js';

/** Every law holds; the failure names those that do not, with their errors. */
export function expectLawful(report: LawReport): void {
  expect(broken(report), report.subject).toEqual({});
  expect(report.holds).toBe(true);
  expect(report.laws.length).toBeGreaterThan(0);
}

/** Law → error of those that do not hold. */
export function broken(report: LawReport): Record<string, number> {
  return Object.fromEntries(report.laws.filter((law) => !law.holds).map(({ law, error }) => [law, error]));
}
