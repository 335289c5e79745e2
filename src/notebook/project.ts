/** Where this project lies, for the Node-only parts that start programs or read files of it. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: this file lies two folders below it, in `src/notebook` as in `dist/notebook`. */
export const projectRoot: string = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The folder to put on JUPYTER_PATH; the project's kernel is in its `kernels/tslab`. */
export const kernelspecRoot: string = resolve(projectRoot, 'src/notebook/kernelspec');

/** Where `reproduce` leaves its results unless told otherwise. */
export const RESULTS_FOLDER = 'out/reproduce';

/** Tells the kernel's launcher that `dist` is up to date. */
export const BUILT_VARIABLE = 'ORBIT_L2O_BUILT';

/** Tells `display.ts` that no person watches: outputs go to a file, without scripts. */
export const UNATTENDED_VARIABLE = 'ORBIT_L2O_UNATTENDED';
