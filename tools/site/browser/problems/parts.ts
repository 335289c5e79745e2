/**
 * Parts of the article that are loaded when they are first needed. A page that is opened as a file may load scripts from
 * beside itself and may not fetch, so a part is a script that leaves what it has in `orbitParts`.
 */

import type { optimizeeFromExpression } from '../../../../src/theory/symbolic.js';

/** What the parts leave. */
export interface Parts {
  /** Functions from formulas, with mathjs. */
  formula: { readonly optimizeeFromExpression: typeof optimizeeFromExpression };
  /** The program of the worker that trains, as text. */
  training: string;
}

declare global {
  var orbitParts: Partial<Parts> | undefined;
}

const loading = new Map<keyof Parts, Promise<unknown>>();

/** A part, loaded once. @throws where its script is not beside the page. */
export async function part<K extends keyof Parts>(name: K): Promise<Parts[K]> {
  if (!loading.has(name)) loading.set(name, load(`assets/article-${name}.js`));
  try {
    await loading.get(name);
  } catch (error) {
    loading.delete(name);
    throw error;
  }
  return globalThis.orbitParts![name]!;
}

function load(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${address} is missing`));
    document.head.append(script);
  });
}
