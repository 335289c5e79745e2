/** What the page and a worker say to each other: one worker a meta-training. */

import type { LstmParameters } from '../../../../src/lstm/engine.js';
import type { Values } from '../state/fields.js';

/** The methods of the article, by their names in the paper's figures. */
export const METHODS = ['vanilla', 'tel sched', 'theta grad'] as const;
export type MethodName = (typeof METHODS)[number];

/** What a training is defined by. */
export type TrainingChoice = Pick<Values, 'family' | 'seed' | 'trajectories' | 'hidden'>;

/** To a worker. */
export type Order =
  | { readonly kind: 'train'; readonly method: MethodName; readonly choice: TrainingChoice }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' };

/** From a worker. */
export type Report =
  | {
      readonly kind: 'progress';
      readonly done: number;
      /** Of the outer steps since the last report. */
      readonly losses: readonly number[];
      /** Spent training so far. */
      readonly seconds: number;
      readonly diverged: number;
      readonly skippedWindows: number;
      /** Now and then, and at the end. */
      readonly parameters?: LstmParameters;
      /** Which build of the kernels is in use. */
      readonly build: string;
    }
  | { readonly kind: 'failed'; readonly message: string };
