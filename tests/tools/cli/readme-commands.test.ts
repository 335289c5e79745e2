/** The commands of the README's blocks of shell: each is one that there is, with options that it has. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../src/node/project-root.js';
import { makeProgram } from '../../../tools/cli/program.js';

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** A line of shell without its comment, as words; a quoted one may have blanks in it. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(#.*)|(\S+)/g)].flatMap(([, quoted, comment, plain]) =>
    comment === undefined ? [quoted ?? plain] : [],
  );
}

const commands = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  .flatMap(([, block]) => block.split('\n'))
  .filter((line) => words(line).length > 0);

/** What the command line gets of it; undefined if it is no command of ours. */
function argumentsOf([program, ...rest]: readonly string[]): string[] | undefined {
  if (program === 'npx' && rest[0] === 'orbit-l2o') return rest.slice(1);
  if (program !== 'npm') return undefined;
  const [name, ...more] = rest[0] === 'run' ? rest.slice(1) : rest;
  expect(Object.keys(scripts)).toContain(name);
  const own = / dist\/tools\/cli\/main\.js (\S+)$/.exec(scripts[name]);
  return own ? [own[1], ...more.filter((word) => word !== '--')] : [];
}

test('there are some', () => {
  expect(commands.length).toBeGreaterThan(8);
});

test.each(commands)('%s', (line) => {
  const found = argumentsOf(words(line));
  expect(found).toBeDefined();
  const [name, ...options] = found!;
  if (name === undefined) return; // a script of another program: the tests themselves
  const command = makeProgram().commands.find((one) => one.name() === name);
  expect(command?.parseOptions(options).unknown).toEqual([]);
});
