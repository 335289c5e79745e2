/**
 * What the kernel of a notebook offers to `show`, `table` and `progress`: its launcher sets both under well-known symbols,
 * so that nothing here imports a kernel or a renderer.
 */

import { environment } from '../platform.js';
import type { Figure } from './figure-style.js';

/** Puts one output out in all its forms; with `update` in the place of the output of that id. */
export type DisplayWriter = (
  data: Readonly<Record<string, unknown>>,
  options?: { id?: string; update?: boolean; metadata?: Readonly<Record<string, unknown>> },
) => void;

/** A figure as a PNG file, base64. */
export type PictureMaker = (figure: Figure) => Promise<string>;

/** Where the launcher leaves a {@link DisplayWriter}; tslab's own API writes one MIME type at a time. */
export const WRITER = Symbol.for('orbit-l2o.display');

/** Where the launcher leaves a {@link PictureMaker}. */
export const PICTURE = Symbol.for('orbit-l2o.picture');

/** The environment variable that says that no person watches: outputs go to a file, without scripts. */
export const UNATTENDED_VARIABLE = 'ORBIT_L2O_UNATTENDED';

const offered = globalThis as { [WRITER]?: DisplayWriter; [PICTURE]?: PictureMaker };

/** The kernel's writer; undefined outside a kernel. */
export const displayWriter = (): DisplayWriter | undefined => offered[WRITER];

/** The kernel's renderer; undefined outside a kernel. */
export const pictureMaker = (): PictureMaker | undefined => offered[PICTURE];

export const isUnattended = (): boolean => environment(UNATTENDED_VARIABLE) !== undefined;
