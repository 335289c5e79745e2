/** The part of the article that makes functions of formulas: mathjs with the library's derivatives. */

import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';

globalThis.orbitParts ??= {};
globalThis.orbitParts.formula = { optimizeeFromExpression };
