/** A formula that begins with a minus is no option, wherever it stands: `check '-x^2' --at x=1`. */

import type { Command } from 'commander';

/** The arguments with the expression at their end, after `--`; as they are where no argument of the command is one. */
export function expressionLast(program: Command, argv: readonly string[]): string[] {
  const [node, script, name, ...rest] = argv;
  const command = program.commands.find((one) => one.name() === name);
  if (!command?.registeredArguments.some((argument) => argument.name() === 'expression')) return [...argv];
  const takesValue = new Set(
    command.options.filter(({ required }) => required).map(({ long }) => long ?? ''),
  );
  const others: string[] = [];
  const expressions: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    if (rest[i] === '--') expressions.push(...rest.slice(++i, i + 1));
    else if (/^-[^-]/.test(rest[i]) && rest[i] !== '-h') expressions.push(rest[i]);
    else others.push(...rest.slice(i, takesValue.has(rest[i]) ? ++i + 1 : i + 1));
  }
  return [node, script, name, ...others, ...(expressions.length > 0 ? ['--', ...expressions] : [])];
}
