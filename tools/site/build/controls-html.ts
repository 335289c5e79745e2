/** Controls and pictures of the article as HTML, tied to fields of the state by name; each shows its default before any script runs. */

import { escapeHtml } from '../../../src/display/table-format.js';
import { FIELDS, type Field, type FieldName } from '../browser/state/fields.js';

/** A place in the text or beside a control that the program fills; see `first-numbers.ts`. */
export function livePlace(name: string): string {
  return `<span class="told" data-live="${escapeHtml(name)}">–</span>`;
}

const initialOf = (name: FieldName) => {
  const field = FIELDS[name] as Field<unknown>;
  return field.print(field.initial);
};

export interface SliderOptions {
  readonly field: FieldName;
  /** As HTML. */
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Steps are factors: low and high are logarithms to base ten. */
  readonly log?: boolean;
  /** The live text that says its value. */
  readonly says: string;
}

/** A slider with its value beside it. */
export function slider({ field, label, low, high, step, log, says }: SliderOptions): string {
  const initial = log ? Math.log10(Number(initialOf(field))) : initialOf(field);
  const scale = log ? ' data-scale="log"' : '';
  return `<label class="control"><span>${label}</span>
<input type="range" data-field="${field}"${scale} min="${low}" max="${high}" step="${step}" value="${initial}">${livePlace(says)}</label>`;
}

/** A list to choose from: values with their words. */
export function list(field: FieldName, label: string, choices: Readonly<Record<string, string>>): string {
  const options = Object.entries(choices).map(([value, words]) => {
    const selected = value === initialOf(field) ? ' selected' : '';
    return `<option value="${escapeHtml(value)}"${selected}>${escapeHtml(words)}</option>`;
  });
  return `<label class="control"><span>${label}</span>
<select data-field="${field}">${options.join('')}</select></label>`;
}

/** A box for a whole number; `message` is what it says where it is none. */
export function numberBox(field: FieldName, label: string, low: number, high: number): string {
  const message = `a whole number from ${low} to ${high}`;
  return `<label class="control"><span>${label}</span>
<input type="number" data-field="${field}" data-message="${message}" min="${low}" max="${high}" step="1" value="${initialOf(field)}"></label>`;
}

/** A box for a line of text. */
export function textBox(field: FieldName, label: string): string {
  return `<label class="control line"><span>${label}</span>
<input type="text" data-field="${field}" value="${escapeHtml(initialOf(field))}" spellcheck="false" autocapitalize="off" autocomplete="off"></label>`;
}

export function button(id: string, words: string): string {
  return `<button type="button" id="${id}">${escapeHtml(words)}</button>`;
}

/** Where the plane is drawn: as high as it is wide from the first paint on. */
export function planeSvg(id: string, label: string): string {
  return `<svg class="plane" id="${id}" viewBox="0 0 420 420" role="group" aria-label="${escapeHtml(label)}"></svg>`;
}

/** A chart under its title. */
export function chartSvg(id: string, title: string, legend = ''): string {
  return `<div class="chart"><p class="chart-title" id="${id}-title">${title}</p>
<svg id="${id}" viewBox="0 0 420 190" role="img" aria-labelledby="${id}-title"></svg>${legend}</div>`;
}

/** What the colours mean: classes of the keys with their words. */
export function legend(entries: Readonly<Record<string, string>>): string {
  const items = Object.entries(entries).map(
    ([name, words]) => `<li><i class="key ${name}"></i>${words}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}
