/**
 * mathjs, loaded when it is first needed: it takes about a second, which nobody should pay who only imports the
 * library. `require` rather than `import()` keeps the functions that need it synchronous.
 */

import { createRequire } from 'node:module';

type MathJs = typeof import('mathjs');

let loaded: MathJs | undefined;

/** The mathjs module. */
export function mathjs(): MathJs {
  loaded ??= createRequire(import.meta.url)('mathjs') as MathJs;
  return loaded;
}
