/**
 * What the kernel of a notebook offers to `show`, `table` and `progress`: its launcher sets it under well-known symbols, so that
 * nothing here imports a kernel or a renderer. Deno's kernel has a writer of its own, and no pictures.
 */

import { environment } from '../platform.js';
import type { Figure } from './figure-style.js';

/** Puts one output out in all its forms; with `update` in the place of the output of that id. */
export type DisplayWriter = (
  data: Readonly<Record<string, unknown>>,
  options?: { id?: string; update?: boolean; metadata?: Readonly<Record<string, unknown>> },
) => void;

/** A figure as a PNG file, and a small stand-in of it, both base64. */
export type PictureMaker = (figure: Figure) => Promise<{ readonly png: string; readonly preview: string }>;

/** Where the launcher leaves a {@link DisplayWriter}; tslab's own API writes one MIME type at a time. */
export const WRITER = Symbol.for('orbit-l2o.display');

/** Where the launcher leaves a {@link PictureMaker}. */
export const PICTURE = Symbol.for('orbit-l2o.picture');

/** Where the launcher leaves the set of {@link unfinishedBars}. */
export const UNFINISHED = Symbol.for('orbit-l2o.unfinished');

/** The environment variable that says that no person watches: outputs go to a file, without scripts. */
export const UNATTENDED_VARIABLE = 'ORBIT_L2O_UNATTENDED';

const offered = globalThis as {
  [WRITER]?: DisplayWriter;
  [PICTURE]?: PictureMaker;
  [UNFINISHED]?: Set<() => void>;
};

/** Deno's own kernel, where this runs in it: it takes the messages of the protocol as they are. */
const denoKernel = (() => {
  type Kernel = { broadcast(type: string, content: object): Promise<void> };
  try {
    return (globalThis as { Deno?: { jupyter?: Kernel } }).Deno?.jupyter;
  } catch {
    return undefined; // Deno without a kernel throws where another would have nothing
  }
})();

/** Writes by Deno's kernel, in whose order of calls the outputs stay. */
const denoWriter: DisplayWriter = (data, { id, update = false, metadata = {} } = {}) => {
  const transient = id ? { display_id: id } : {};
  void denoKernel?.broadcast(update ? 'update_display_data' : 'display_data', { data, metadata, transient });
};

/** The kernel's writer; undefined outside a kernel. */
export const displayWriter = (): DisplayWriter | undefined => offered[WRITER] ?? (denoKernel && denoWriter);

/** The kernel's renderer; undefined outside a kernel. */
export const pictureMaker = (): PictureMaker | undefined => offered[PICTURE];

/** Whether a notebook server runs this kernel for a person, and can give the page a file of the project. */
export const underServer = (): boolean =>
  environment(UNATTENDED_VARIABLE) === undefined && environment('JPY_SESSION_NAME') !== undefined;

/** What the kernel calls when a cell ends early: a function for each progress bar that is not finished. */
export const unfinishedBars = (): Set<() => void> | undefined => offered[UNFINISHED];
