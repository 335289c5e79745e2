/**
 * The article's state: read from the address when the page opens, written back as the reader changes it. Whoever draws says
 * which fields it draws, and is called at most once a frame.
 */

import { FIELDS, type Field, type FieldName, type Values } from './fields.js';

/** How long after the last change the address follows: browsers refuse to have it written at every frame. */
const QUIET_MILLISECONDS = 250;

interface Watcher {
  readonly names: readonly FieldName[];
  readonly draw: (values: Values) => void;
}

const fieldOf = (name: FieldName) => FIELDS[name] as Field<unknown>;
const names = Object.keys(FIELDS) as FieldName[];

/** The values of an address; a field that is missing or makes no sense has its default. */
export function valuesOf(search: string): Values {
  const given = new URLSearchParams(search);
  const entries = names.map((name) => {
    const text = given.get(name);
    return [name, (text === null ? undefined : fieldOf(name).parse(text)) ?? fieldOf(name).initial];
  });
  return Object.fromEntries(entries) as Values;
}

/** The address's part of these values, from its question mark on; empty where all are defaults. */
export function searchOf(values: Values): string {
  const given = new URLSearchParams();
  for (const name of names) {
    const words = fieldOf(name).print(values[name]);
    if (words !== fieldOf(name).print(fieldOf(name).initial)) given.set(name, words);
  }
  return given.size === 0 ? '' : `?${given}`;
}

/** The one state of a page. */
export class State {
  #values = valuesOf(location.search);
  readonly #watchers: Watcher[] = [];
  readonly #changed = new Set<FieldName>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get values(): Values {
    return this.#values;
  }

  /** Changes some fields; what draws them is called with the next frame. */
  set(change: Partial<Values>): void {
    const entries = Object.entries(change) as [FieldName, never][];
    const news = entries.filter(([name, value]) => this.#values[name] !== value);
    if (news.length === 0) return;
    if (this.#changed.size === 0) requestAnimationFrame(() => this.#draw());
    for (const [name] of news) this.#changed.add(name);
    this.#values = { ...this.#values, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), QUIET_MILLISECONDS);
  }

  /** Draws now, and whenever one of the fields has changed. */
  watch(fields: readonly FieldName[], draw: (values: Values) => void): void {
    this.#watchers.push({ names: fields, draw });
    draw(this.#values);
  }

  #draw(): void {
    const changed = new Set(this.#changed);
    this.#changed.clear();
    for (const { names: watched, draw } of this.#watchers) {
      if (watched.some((name) => changed.has(name))) draw(this.#values);
    }
  }

  #write(): void {
    const address = `${location.pathname}${searchOf(this.#values)}${location.hash}`;
    history.replaceState(history.state, '', address);
  }
}
