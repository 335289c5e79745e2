"""The workloads in JAX, written for speed: a whole run of outer steps is one compiled `lax.scan`.

Forward, backward, Adam and the drawing of tasks lie inside of it; inner steps are unrolled; the state is donated. Each cell has one
matrix [inputs + H, 4H] and rows times matrix, the fastest of the layouts that were tried. Two biases, as PyTorch has them: Adam moves
them separately. float32, one thread.
"""

import os

os.environ["JAX_PLATFORMS"] = "cpu"
flags = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()

from functools import partial

from serve import serve, windows

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


class Ellipse:
    """f(x) = |A x|^2 for rows x [B, 2], and the rotations through A."""

    def __init__(self, workload):
        self.A = jnp.array(workload["A"], jnp.float32)
        self.inverse = jnp.linalg.inv(self.A)
        self.batch = workload["batch"]
        self.theta = workload["thetaGradient"]
        self.inputs, self.outputs = (3 if self.theta else 2), 3  # update (2), angle (1)

    def sample(self, key, count):
        return {"start": jax.random.normal(key, (count, self.batch, 2))}

    def loss(self, x, _task):
        return jnp.sum((x @ self.A.T) ** 2, 1)  # [B]

    def gradient(self, x):
        return 2 * x @ self.A.T @ self.A

    def rotate(self, x, angle):
        u = x @ self.A.T
        cos, sin = jnp.cos(angle), jnp.sin(angle)
        moved = jnp.stack([cos * u[:, 0] - sin * u[:, 1], sin * u[:, 0] + cos * u[:, 1]], 1)
        return moved @ self.inverse.T

    def theta_gradient(self, x):
        """d |grad f(g_theta x)|^2 / d theta at 0, for every row."""
        squared_norm = lambda angle: jnp.sum(self.gradient(self.rotate(x, angle)) ** 2)
        return jax.grad(squared_norm)(jnp.zeros(len(x)))[:, None]

    def read(self, x, _task):
        gradient = self.gradient(x)
        if not self.theta:
            return lax.stop_gradient(gradient)
        return jnp.concatenate([lax.stop_gradient(self.theta_gradient(x)), gradient], 1)

    def move(self, x, y, teleports):
        x = x + y[:, :2]
        return self.rotate(x, y[:, 2]) if teleports else x


class Network:
    """f = |Y - W2 s(W1 X)|^2 / 2, s = LeakyReLU(0.1), all of them square; x holds W1 and W2 by rows, [B, 2 width^2]."""

    def __init__(self, workload):
        self.width = workload["width"]
        self.batch = workload["batch"]
        self.inputs = self.outputs = 2 * self.width**2

    def sample(self, key, count):
        X, Y, start = jax.random.split(key, 3)
        shape = (count, self.batch, self.width, self.width)
        return {
            "X": jax.random.uniform(X, shape),
            "Y": jax.random.uniform(Y, shape),
            "start": jax.random.uniform(start, (count, self.batch, self.inputs)),
        }

    def loss(self, x, task):
        first, second = x.reshape(-1, 2, self.width, self.width).swapaxes(0, 1)
        error = second @ jax.nn.leaky_relu(first @ task["X"], 0.1) - task["Y"]
        return jnp.sum(error**2, (1, 2)) / 2  # [B]

    def read(self, x, task):
        return lax.stop_gradient(jax.grad(lambda x: jnp.sum(self.loss(x, task)))(x))

    def move(self, x, y, _teleports):
        return x + y


def cell(weight, bias_ih, bias_hh, x, h, c):
    i, f, g, o = jnp.split(jnp.concatenate([x, h], 1) @ weight + bias_ih + bias_hh, 4, 1)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def lstm(weights, z, memory):
    h1, c1, h2, c2 = memory
    h1, c1 = cell(*weights["lstm1"], z, h1, c1)
    h2, c2 = cell(*weights["lstm2"], h1, h2, c2)
    weight, bias = weights["head"]
    return h2 @ weight + bias, (h1, c1, h2, c2)


def adam(state, gradient, learning_rate):
    weights, mean, square, count = state
    count = count + 1
    mean = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, mean, gradient)
    square = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, square, gradient)
    step = -learning_rate / jnp.expm1(count * np.log(BETA1))  # learning rate / (1 - beta1^n)
    root = lax.rsqrt(-jnp.expm1(count * np.log(BETA2)))
    moved = jax.tree.map(lambda w, m, v: w - step * m / (jnp.sqrt(v) * root + EPSILON), weights, mean, square)
    return moved, mean, square, count


def begin(weights):
    zeros = partial(jax.tree.map, jnp.zeros_like)
    return weights, zeros(weights), zeros(weights), jnp.float32(0)


class Training:
    def __init__(self, workload):
        self.workload = workload
        self.problem = {"ellipse": Ellipse, "network": Network}[workload["problem"]](workload)
        self.cuts, self.rest = windows(workload["steps"], workload["window"])
        self.compiled = {}
        self.state = begin(self.random_weights(jax.random.key(1)))
        self.key = jax.random.key(2)

    def random_weights(self, key):
        H, inputs, outputs = self.workload["hidden"], self.problem.inputs, self.problem.outputs
        shapes = {
            "lstm1": [(inputs + H, 4 * H), (4 * H,), (4 * H,)],
            "lstm2": [(2 * H, 4 * H), (4 * H,), (4 * H,)],
            "head": [(H, outputs), (outputs,)],
        }
        bound = H**-0.5
        draw = lambda shape, key: jax.random.uniform(key, shape, minval=-bound, maxval=bound)
        keys = iter(jax.random.split(key, 8))
        return {name: [draw(shape, next(keys)) for shape in of] for name, of in shapes.items()}

    def inner(self, weights, x, memory, task, e):
        y, memory = lstm(weights, self.problem.read(x, task), memory)
        return self.problem.move(x, y, e in self.workload["teleports"]), memory

    def window(self, weights, x, memory, task, steps):
        loss = 0.0
        for e in steps:
            loss = loss + jnp.mean(self.problem.loss(x, task)) / len(steps)
            x, memory = self.inner(weights, x, memory, task, e)
        return loss, (x, memory)

    def learn(self, state, x, memory, task, steps):
        by_weights = jax.value_and_grad(self.window, has_aux=True)
        (loss, (x, memory)), gradient = by_weights(state[0], x, memory, task, steps)
        return adam(state, gradient, self.workload["learningRate"]), x, memory, loss

    def outer_step(self, state, task):
        x = task["start"]
        memory = (jnp.zeros((self.workload["batch"], self.workload["hidden"])),) * 4
        state, x, memory, total = self.learn(state, x, memory, task, self.cuts[0])  # is one step longer
        if 0 < len(self.workload["teleports"]) < self.workload["steps"]:
            for steps in self.cuts[1:]:
                state, x, memory, loss = self.learn(state, x, memory, task, steps)
                total = total + loss
        else:  # all other windows are alike, and a scan over them is faster than all of them unrolled

            def next_window(carry, _):
                *carry, loss = self.learn(*carry, task, self.cuts[1])
                return tuple(carry), loss

            (state, x, memory), losses = lax.scan(next_window, (state, x, memory), length=len(self.cuts) - 1)
            total = total + jnp.sum(losses)
        for e in self.rest:  # trains nothing, and is run by all contestants: the last loss keeps it from being cut out
            x, memory = self.inner(state[0], x, memory, task, e)
        return state, (total, jnp.mean(self.problem.loss(x, task)))

    @partial(jax.jit, static_argnums=(0, 3), donate_argnums=1)
    def scan(self, state, key, outer_steps):
        return lax.scan(self.outer_step, state, self.problem.sample(key, outer_steps))

    def prepare(self, outer_steps):
        self.compiled[outer_steps] = self.scan.lower(self, self.state, self.key, outer_steps).compile()

    def run(self, outer_steps):
        self.key, key = jax.random.split(self.key)
        self.state, losses = jax.block_until_ready(self.compiled[outer_steps](self.state, key))
        return losses

    def losses(self, tensors):
        given = {name: np.frombuffer(data, "<f4").reshape(shape) for name, (shape, data) in tensors.items()}
        weights = {"head": [given["head.weight"].T, given["head.bias"]]}
        for name in ["lstm1", "lstm2"]:
            both = np.concatenate([given[f"{name}.weight_ih"], given[f"{name}.weight_hh"]], 1)
            weights[name] = [both.T, given[f"{name}.bias_ih"], given[f"{name}.bias_hh"]]
        state = begin(jax.tree.map(jnp.array, weights))
        tasks = {name: given[name] for name in ["X", "Y", "start"] if name in given}
        _, (losses, _) = jax.jit(lambda state, tasks: lax.scan(self.outer_step, state, tasks))(state, tasks)
        return [float(loss) for loss in losses]


if __name__ == "__main__":
    serve(f"JAX {jax.__version__}", Training)
