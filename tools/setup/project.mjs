/** What the parts of the setup share. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A path in the project. */
export const inRoot = (...parts) => join(root, ...parts);

/** A failure whose message is all the user needs; the stack would only hide it. */
export class SetupError extends Error {}

/** The content of a JSON file, undefined where there is no such file. */
export function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
