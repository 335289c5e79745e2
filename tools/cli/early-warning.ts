/**
 * A batch system's warnings while a command is still being loaded, which takes up to some seconds on a busy machine: nothing has
 * begun, so the process ends and says that the same command is to be run again. It imports nothing, to be there first.
 */

/** EX_TEMPFAIL of sysexits.h: stopped by a warning, and the same command is to be run again. */
export const AGAIN = 75;

export const WARNINGS: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? ['SIGTERM'] : ['SIGTERM', 'SIGUSR2'];

const endAgain = () => process.exit(AGAIN);

/** From now until the command heeds them itself. */
export function heedWarnings(): void {
  for (const name of WARNINGS) process.on(name, endAgain);
}

export function leaveWarnings(): void {
  for (const name of WARNINGS) process.off(name, endAgain);
}
