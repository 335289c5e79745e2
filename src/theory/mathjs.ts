/**
 * mathjs. In Node it is loaded when it is first needed: it takes about a second, which nobody should pay who only imports
 * the library; `require` rather than `import()` keeps the functions that need it synchronous. In a browser it is bundled.
 */

import * as bundled from '#mathjs';
import { nodeRequire } from '../platform.js';

type MathJs = typeof import('mathjs');

let loaded: MathJs | undefined;

/** The mathjs module. */
export function mathjs(): MathJs {
  loaded ??= (nodeRequire()?.('mathjs') ?? bundled) as MathJs;
  return loaded;
}
