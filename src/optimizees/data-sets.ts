/**
 * Small labelled sets of points to classify, drawn from a stream: blobs, moons and spirals.
 *
 *     blobs     class c is N(μ_c, I), its centre μ_c ~ N(0, separation² I)                     any number of classes
 *     moons     two half circles that reach into each other, (cos t, sin t) and (1 − cos t, ½ − sin t)    2 classes
 *     spirals   arms r = t, φ = 2π (turns · t + c/classes), t from √U(0, 1): even along the arm      any number
 *
 * moons and spirals lie in the plane, with N(0, noise²) added to each coordinate. Classes take turns, so that they
 * are as even as can be. For images there is `idx.ts`.
 */

import {
  refuse,
  requireCount,
  requireFinite,
  requireOptions,
  requirePositive,
  requireSize,
} from '../checks.js';
import type { Stream } from '../random/stream.js';
import { requireStream } from '../seam-checks.js';
import type { Vector } from '../seams.js';

/** Points with labels: what a classifier learns from. */
export interface DataSet {
  readonly name: string;
  /** Numbers an example. */
  readonly features: number;
  readonly examples: number;
  readonly classes: number;
  /** Row-major [features, examples]: examples are columns. */
  readonly inputs: Vector;
  /** From 0 to classes − 1. [examples] */
  readonly labels: Int32Array;
}

/** Options of {@link blobs}. */
export interface BlobsOptions {
  /** 100 by default. */
  readonly examples?: number;
  /** 3 by default. */
  readonly classes?: number;
  /** 2 by default. */
  readonly features?: number;
  /** Standard deviation of the centres, in units of a blob's own; 3 by default. */
  readonly separation?: number;
}

/** Gaussian blobs, one a class, about normally distributed centres. */
export function blobs(stream: Stream, options: BlobsOptions = {}): DataSet {
  requireStream('blobs', stream);
  requireOptions('blobs', options, ['examples', 'classes', 'features', 'separation']);
  const { examples = 100, classes = 3, features = 2, separation = 3 } = options;
  requireSize('blobs', 'classes', classes, 10_000, 2);
  requireSize('blobs', 'features', features, 10_000);
  requirePositive('blobs', 'separation', separation);
  const centres = Array.from({ length: classes }, () => stream.normals(features).map((z) => separation * z));
  return labelled('blobs', examples, classes, features, (label) => {
    return Array.from(centres[label], (mean) => mean + stream.normal());
  });
}

/** Options of {@link moons}. */
export interface MoonsOptions {
  /** 100 by default. */
  readonly examples?: number;
  /** 0.1 by default. */
  readonly noise?: number;
}

/** Two interleaved half-circles. */
export function moons(stream: Stream, options: MoonsOptions = {}): DataSet {
  requireStream('moons', stream);
  requireOptions('moons', options, ['examples', 'noise']);
  const { examples = 100, noise = 0.1 } = options;
  requireNoise('moons', noise);
  return labelled('moons', examples, 2, 2, (label) => {
    const t = stream.uniform(0, Math.PI);
    const [x, y] = label === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
    return [x + noise * stream.normal(), y + noise * stream.normal()];
  });
}

/** Options of {@link spirals}. */
export interface SpiralsOptions {
  /** 100 by default. */
  readonly examples?: number;
  /** 2 by default. */
  readonly classes?: number;
  /** How often an arm goes round; 1 by default. */
  readonly turns?: number;
  /** 0.05 by default. */
  readonly noise?: number;
}

/** Interleaved spiral arms, one a class. */
export function spirals(stream: Stream, options: SpiralsOptions = {}): DataSet {
  requireStream('spirals', stream);
  requireOptions('spirals', options, ['examples', 'classes', 'turns', 'noise']);
  const { examples = 100, classes = 2, turns = 1, noise = 0.05 } = options;
  requireCount('spirals', 'classes', classes, 2);
  requirePositive('spirals', 'turns', turns);
  requireNoise('spirals', noise);
  return labelled('spirals', examples, classes, 2, (label) => {
    const t = Math.sqrt(stream.uniform());
    const angle = 2 * Math.PI * (turns * t + label / classes);
    return [t * Math.cos(angle) + noise * stream.normal(), t * Math.sin(angle) + noise * stream.normal()];
  });
}

/** `count` examples of a set, drawn without replacement. @throws if it has fewer. */
export function drawExamples(from: DataSet, count: number, stream: Stream): DataSet {
  requireCount('drawExamples', 'count', count);
  if (count > from.examples)
    refuse('drawExamples', `count must be at most the ${from.examples} examples`, count);
  const chosen = stream.permutation(from.examples).subarray(0, count);
  const inputs = new Float64Array(from.features * count);
  for (let i = 0; i < from.features; i++) {
    for (let n = 0; n < count; n++) inputs[i * count + n] = from.inputs[i * from.examples + chosen[n]];
  }
  return { ...from, examples: count, inputs, labels: chosen.map((n) => from.labels[n]) };
}

/** Features × examples; the inputs of that many take 80 MB. */
const MOST_NUMBERS = 10_000_000;

function labelled(
  name: string,
  examples: number,
  classes: number,
  features: number,
  point: (label: number) => ArrayLike<number>,
): DataSet {
  requireSize(name, 'examples', examples, Math.floor(MOST_NUMBERS / features));
  const inputs = new Float64Array(features * examples);
  const labels = Int32Array.from({ length: examples }, (_, n) => n % classes);
  for (let n = 0; n < examples; n++) {
    const x = point(labels[n]);
    for (let i = 0; i < features; i++) inputs[i * examples + n] = x[i];
  }
  return { name, features, examples, classes, inputs, labels };
}

function requireNoise(where: string, noise: number): void {
  if (requireFinite(where, 'noise', noise) < 0) refuse(where, 'noise must not be negative', noise);
}
