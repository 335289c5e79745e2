/** What the library refuses by the name of a function and an argument, in the words of the command line. */

import { BadInput } from '../../src/checks.js';

/** Arguments of the library, and the options by which they came in. */
export type OptionNames = Readonly<Record<string, string>>;

/**
 * Does the work; a refusal of it speaks of `command`, and of the options in place of the arguments: `metaTrain: estimator.sigma must be
 * positive, got 0` becomes `train: --sigma must be positive, got 0`.
 */
export async function asOptions<T>(
  command: string,
  options: OptionNames,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const said = error.message.replace(/^[\w.]+:? /, ''); // some say of which file: `parseIdx FILE: …`
    const names = Object.keys(options).sort((a, b) => b.length - a.length); // estimator.sigma before estimator
    const name = names.find((one) => said.startsWith(`${one} `));
    throw new BadInput(
      `${command}: ${name === undefined ? said : `${options[name]}${said.slice(name.length)}`}`,
    );
  }
}
