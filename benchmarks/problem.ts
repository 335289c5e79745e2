/**
 * The same problem for every contestant: the weights and tasks of our first outer steps, in a file, and the losses that they gave.
 *
 *     one line   JSON: names and shapes
 *     the rest   float32 numbers, little-endian, in that order: the weights in PyTorch's names and layout, then the tasks
 *
 * A task is its start and, on the network, the data X and Y, each [outer steps, B, …].
 */

import { writeFileSync } from 'node:fs';
import type { Stream, Task, TaskFamily } from 'orbit-l2o';
import type { LstmParameters } from 'orbit-l2o/lstm';
import { plainWorkload, startTraining, type Workload } from './workloads.js';

export interface Problem {
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
  /** Ours, of each outer step. */
  readonly losses: readonly number[];
}

/** Runs the compared outer steps of a workload and keeps what they began from. */
export function recordProblem(workload: Workload): Problem {
  const { batch, hidden, width } = plainWorkload(workload);
  const { outerSteps } = workload.compared;
  const drawn: { stream: Stream; task: Task }[] = [];
  const family: TaskFamily = {
    ...workload.family,
    sample: (stream) => {
      const task = workload.family.sample(stream);
      drawn.push({ stream, task });
      return task;
    },
  };
  const training = startTraining({ ...workload, family, options: { ...workload.options, check: 'off' } });
  const { parameters } = training.state();
  const losses = Array.from({ length: outerSteps }, () => training.step().loss);

  const perTask = (numbers: (of: { stream: Stream; task: Task }) => ArrayLike<number>, shape: number[]) => ({
    shape: [outerSteps, batch, ...shape],
    data: Float32Array.from(drawn.flatMap((of) => Array.from(numbers(of)))),
  });
  const matrix = (name: string) => {
    if (width === undefined) return undefined;
    return perTask(({ stream }) => stream.split(name).uniforms(width ** 2), [width, width]); // as the family draws it
  };
  const [X, Y] = [matrix('X'), matrix('Y')];
  return {
    tensors: {
      ...shaped(parameters, hidden),
      start: perTask(({ task }) => task.start, [family.dimension]),
      ...(X && Y && { X, Y }),
    },
    losses,
  };
}

function shaped(parameters: LstmParameters, hidden: number): Problem['tensors'] {
  const outputs = parameters['head.bias'].length;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, data]: [string, Float32Array]) => {
      const rows = name.startsWith('head') ? outputs : 4 * hidden;
      return [name, { data, shape: name.includes('bias') ? [rows] : [rows, data.length / rows] }];
    }),
  );
}

/** Writes the file that `peers/serve.py` reads. */
export function writeProblem(path: string, { tensors }: Problem): void {
  const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
  const numbers = Object.values(tensors).map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  writeFileSync(path, Buffer.concat([Buffer.from(`${JSON.stringify(shapes)}\n`), ...numbers]));
}
