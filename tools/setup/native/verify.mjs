/** Run in a process of its own: whether native TensorFlow computes, as the library asks it to. Exit code 1 if not. */
import { inRoot } from '../project.mjs';

const N = 50_000;
const TOLERANCE = 1e-5; // float32, relative

const { loadTensors } = await import(inRoot('dist', 'src', 'index.js'));
const { tf, backend, optimizeeFromTensors } = await loadTensors({ backend: 'node' });
const cubes = optimizeeFromTensors({
  name: 'cubes',
  dimension: N,
  value: (x) => tf.sum(tf.matMul(tf.reshape(tf.square(x), [1, N]), tf.reshape(x, [N, 1]))),
});
const x = Float64Array.from({ length: N }, (_, i) => 1 + (i % 7) / 7);
const v = x.map((_, i) => (i % 3) - 1.5);
const worst = (found, expected) => Math.max(...found.map((number, i) => Math.abs(number / expected(i) - 1))); // NaN is no small number
const error = Math.max(
  worst(cubes.gradient(x), (i) => 3 * x[i] ** 2),
  worst(cubes.hessianVector(x, v), (i) => 6 * x[i] * v[i]),
);
if (!(error < TOLERANCE)) {
  console.error(`derivatives must be right to ${TOLERANCE}, got an error of ${error}`);
  process.exitCode = 1;
}
console.log(`tfjs-node ${backend.version}, gradient and Hessian–vector product of ${N} numbers: error ${error.toExponential(1)}`); // biome-ignore format: a message
