/** Where this project lies, for the Node-only parts that start programs or read files of it. */

import { resolve } from 'node:path';
import { projectRoot } from '../../src/node/project-root.js';

/** The folder to put on JUPYTER_PATH; the project's kernel is in its `kernels/tslab`. */
export const kernelspecRoot: string = resolve(projectRoot, 'tools/kernel/kernelspec');

/** Tells the kernel's launcher that `dist` is up to date. */
export const BUILT_VARIABLE = 'ORBIT_L2O_BUILT';
