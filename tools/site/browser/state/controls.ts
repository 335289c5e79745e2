/**
 * Sliders, lists and boxes of the page, tied to the state: an element with `data-field` shows that field and sets it. A slider
 * with `data-scale="log"` holds log₁₀ of its number, as its steps are factors.
 */

import { FIELDS, type Field, type FieldName, type Values } from './fields.js';
import type { State } from './state.js';

type Control = HTMLInputElement | HTMLSelectElement;

/** Ties all controls of the page; a change may change further fields with it. */
export function tieControls(state: State, alongside: (name: FieldName) => Partial<Values>): void {
  for (const control of document.querySelectorAll<Control>('[data-field]')) {
    tie(control, state, alongside);
  }
}

function tie(control: Control, state: State, alongside: (name: FieldName) => Partial<Values>): void {
  const name = control.dataset.field as FieldName;
  const field = FIELDS[name] as Field<unknown>;
  const logarithmic = control.dataset.scale === 'log';
  const message = control.dataset.message ?? '';
  const read = () => field.parse(logarithmic ? String(10 ** Number(control.value)) : control.value);
  const onChange = () => {
    const value = read();
    control.setCustomValidity(value === undefined ? message : '');
    if (value === undefined) control.reportValidity();
    else state.set({ [name]: value, ...alongside(name) });
  };
  // A box is read when the reader leaves it, a slider at every move.
  control.addEventListener(control.type === 'range' ? 'input' : 'change', onChange);
  state.watch([name], (values) => {
    const words = field.print(values[name]);
    if (!logarithmic) setIfOther(control, words);
    else if (read() !== values[name]) setIfOther(control, String(Math.log10(values[name] as number)));
  });
}

/** What is the same already stays, and with it the place of the cursor. */
function setIfOther(control: Control, words: string): void {
  if (control.value !== words) control.value = words;
}
