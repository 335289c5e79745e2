/** Where this package lies, from its sources and from its build alike. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}

/** The folder that holds package.json. */
export const projectRoot: string = rootAbove(dirname(fileURLToPath(import.meta.url)));
