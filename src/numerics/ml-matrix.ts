/** ml-matrix. In Node it is loaded when a decomposition is first asked for, in a browser it is bundled. */

import * as bundled from '#ml-matrix';
import { nodeRequire } from '../platform.js';

type MlMatrix = typeof import('ml-matrix');

let loaded: MlMatrix | undefined;

/** The ml-matrix module. */
export function mlMatrix(): MlMatrix {
  loaded ??= (nodeRequire()?.('ml-matrix') ?? bundled) as MlMatrix;
  return loaded;
}
