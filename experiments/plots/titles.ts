/** Titles of figures: always with the experiment's family. */

import type { Layout } from '../../src/display/figure-types.js';
import type { Experiment } from '../experiment.js';

/** What a family of tasks is called in a title. */
const FAMILY_WORDS: Readonly<Record<string, string>> = {
  'ellipse-fixed': 'fixed ellipse',
  'ellipse-varied': 'varied ellipses',
  'rosenbrock-fixed': 'fixed Rosenbrock function',
  'rosenbrock-varied': 'varied Rosenbrock functions',
  mixed: 'ellipses and Rosenbrock functions',
  'mlp-regression': 'two-layer network',
  'mlp-classification': 'two-layer classifier',
};

/** A family in words; its own name where it is none of the paper's. */
export const familyInWords = (name: string): string => FAMILY_WORDS[name] ?? name;

/** An experiment's title in words, with its family. */
export function titleInWords({ title, family }: Pick<Experiment, 'title' | 'family'>): string {
  const words = familyInWords(family.name);
  const said = title.replace(family.name, words);
  return said.toLowerCase().includes(words.toLowerCase()) ? said : `${said} (${words})`;
}

/** The title of a figure of an experiment, with room for its two lines. */
export function titled(experiment: Pick<Experiment, 'title' | 'family'>, what: string): Partial<Layout> {
  const lines = 1 + what.split('<br>').length;
  return { title: { text: `${titleInWords(experiment)}<br>${what}` }, margin: { t: 35 + 22 * lines } };
}
