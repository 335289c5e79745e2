/** What LSTM a description asks for, and one that takes a single step of a single task at a time. */

import { requireCount, requireObject } from '../checks.js';
import type { LstmEngine, LstmParameters, LstmShape } from '../lstm/engine.js';
import { createWasmEngine } from '../lstm/wasm-engine.js';
import type { MetaOptimizerDescription } from './description.js';
import { InnerMove } from './inner-move.js';
import { InputFeatures } from './input-features.js';
import { layoutOf } from './layout.js';
import type { UnrollOptions } from './unroll-options.js';

/** The shape of the LSTM of a description, for `tasks` tasks of n parameters and m algebra dimensions at a time. */
export function engineShape(
  description: MetaOptimizerDescription,
  n: number,
  m: number,
  tasks: number,
  window: number,
): LstmShape {
  requireObject('engineShape', 'description', description);
  for (const [name, count] of Object.entries({ n, tasks, window })) requireCount('engineShape', name, count);
  requireCount('engineShape', 'm', m, 0);
  const layout = layoutOf(description.per ?? 'task', n);
  return {
    inputs: new InputFeatures(description.inputs, layout, m).size,
    hidden: description.hidden,
    outputs: new InnerMove(description, layout, m).size,
    batch: tasks * layout.rows,
    window,
  };
}

/** A trained LSTM with what stands before and behind it, for steps of one task in ℝⁿ. */
export interface Machine {
  readonly engine: LstmEngine;
  readonly inputs: InputFeatures;
  readonly move: InnerMove;
}

/** With the given weights, on the fast engine. */
export function makeMachine(
  description: MetaOptimizerDescription,
  parameters: LstmParameters,
  n: number,
  m: number,
  { safeguardFactor }: UnrollOptions = {},
): Machine {
  const layout = layoutOf(description.per ?? 'task', n);
  const engine = createWasmEngine(engineShape(description, n, m, 1, 1));
  engine.load(parameters);
  return {
    engine,
    inputs: new InputFeatures(description.inputs, layout, m),
    move: new InnerMove(description, layout, m, safeguardFactor),
  };
}
