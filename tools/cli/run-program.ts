/** Runs a commander program and turns what it throws into one line on stderr and an exit code. */

import { type Command, CommanderError } from 'commander';
import { BadInput } from '../../src/checks.js';
import { expressionLast } from './expression-last.js';

/** Exit code of input that is refused. */
export const BAD_INPUT = 2;
/** 128 + SIGINT's number, as shells count. */
export const INTERRUPTED = 130;

/** Runs the command that `argv` names and sets the process' exit code. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      outputError: (text, write) =>
        write(
          `${text
            .trim()
            .replace(/^error: /, 'orbit-l2o: ')
            .replaceAll('\n', ' ')}\n`,
        ),
    });
  }
  try {
    await program.parseAsync(expressionLast(program, argv));
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT; // commander has said it already
  if (error instanceof BadInput) {
    console.error(oneLine(error));
    return BAD_INPUT;
  }
  // A full disk, a failed run and a formula whose derivatives disagree say all there is to know; so does the system's own word.
  const foreseen =
    error instanceof Error &&
    (FORESEEN.includes(error.name) || typeof (error as NodeJS.ErrnoException).syscall === 'string');
  console.error(foreseen ? oneLine(error) : error);
  return 1;
}

const FORESEEN = ['WriteFailure', 'UnitFailure', 'Disagreement', 'WeightsNotFinite'];

function oneLine({ message }: Error): string {
  return message.replaceAll(/\s*\n\s*/g, ' ');
}
