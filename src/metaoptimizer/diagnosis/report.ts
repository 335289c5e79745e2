/** A diagnosis in words, for a terminal: what was seen in a few lines, then the findings. */

import type { Diagnosis } from './diagnosis.js';
import { short } from './findings.js';

/** The findings, a line each; one line that there are none. */
export function findingLines({ findings }: Pick<Diagnosis, 'findings'>): string[] {
  if (findings.length === 0) return ['nothing wrong was found'];
  return findings.map(({ problem, remedy }) => `${problem}. Remedy: ${remedy}`);
}

/** How many trajectories diverged and windows were left out. */
export function courseText({ diverged, trajectories, skippedWindows, windows }: Course): string {
  return `${diverged} of ${trajectories} trajectories diverged, ${skippedWindows} of ${windows} windows left out`;
}

/** The counts of a training. */
export type Course = Pick<Diagnosis, 'diverged' | 'trajectories' | 'skippedWindows' | 'windows'>;

/** Of several trainings together. */
export function sumOfCourses(courses: readonly Course[]): Course {
  const total = (name: keyof Course) => courses.reduce((sum, course) => sum + course[name], 0);
  return {
    diverged: total('diverged'),
    trajectories: total('trajectories'),
    skippedWindows: total('skippedWindows'),
    windows: total('windows'),
  };
}

/** Everything that a reader wants to know of a training, a line each. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { reference, steps } = diagnosis;
  const first = steps[0];
  return [
    `${diagnosis.method} on ${diagnosis.family}: ${courseText(diagnosis)}`,
    `meta-loss on new tasks ${short(reference.learned)}; doing nothing ${short(reference.nothing)}, gradient descent ${short(reference.gradientDescent)}`,
    `inputs at the start about ${short(first.inputs)}, updates ${short(first.updateRatio)} of the gradient, ${Math.round(100 * first.saturated)} % of the first gates saturated`,
    ...findingLines(diagnosis),
  ].join('\n');
}
