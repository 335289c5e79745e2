import { leaveWarnings, WARNINGS } from './early-warning.js';

/** Ctrl-C, a closed terminal and a polite request to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** These signals as an AbortSignal: what is under way can end in good order. A second one ends the process as usual. */
export async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  };
  const interrupt = () => {
    release();
    controller.abort(new Error('interrupted'));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}

/** Ctrl-C as the first signal, and a batch system's warnings, SIGTERM and SIGUSR2, as the second; any of them repeated is heard once. */
export async function withWarning<T>(
  work: (interrupt: AbortSignal, warning: AbortSignal) => Promise<T>,
): Promise<T> {
  const interrupt = new AbortController();
  const warning = new AbortController();
  const onInterrupt = () => interrupt.abort(new Error('interrupted'));
  const onWarning = () => warning.abort(new Error('warned'));
  process.once('SIGINT', onInterrupt);
  for (const name of WARNINGS) process.on(name, onWarning);
  leaveWarnings();
  try {
    return await work(interrupt.signal, warning.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
    for (const name of WARNINGS) process.off(name, onWarning);
  }
}

/** Lets pending events, an interrupt among them, have their turn within a long computation. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
