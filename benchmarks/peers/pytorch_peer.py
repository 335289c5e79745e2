"""The workloads in plain PyTorch: two LSTMCells, autograd, Adam. float32, one thread."""

from serve import serve, windows

import torch


class Ellipse:
    """f(x) = |A x|^2 for rows x [B, 2], and the rotations through A."""

    def __init__(self, workload):
        self.A = torch.tensor(workload["A"], dtype=torch.float32)
        self.inverse = torch.linalg.inv(self.A)
        self.batch = workload["batch"]
        self.theta = workload["thetaGradient"]
        self.inputs, self.outputs = (3 if self.theta else 2), 3  # update (2), angle (1)

    def sample(self):
        return {"start": torch.randn(self.batch, 2)}

    def loss(self, x, _task):
        return ((x @ self.A.T) ** 2).sum(1)  # [B]

    def rotate(self, x, angle):
        u = x @ self.A.T  # [B, 2]
        cos, sin = torch.cos(angle), torch.sin(angle)
        r = torch.stack([cos * u[:, 0] - sin * u[:, 1], sin * u[:, 0] + cos * u[:, 1]], 1)
        return r @ self.inverse.T

    def theta_gradient(self, x):
        """d |grad f(g_theta x)|^2 / d theta at 0, for every row: a constant of the meta-gradient."""
        angle = torch.zeros(len(x), requires_grad=True)
        moved = self.rotate(x.detach(), angle)
        squared_norm = ((2 * moved @ self.A.T @ self.A) ** 2).sum()
        return torch.autograd.grad(squared_norm, angle)[0].unsqueeze(1)

    def read(self, x, _task):
        gradient = 2 * x @ self.A.T @ self.A
        return torch.cat([self.theta_gradient(x), gradient], 1) if self.theta else gradient.detach()

    def move(self, x, y, teleports):
        x = x + y[:, :2]
        return self.rotate(x, y[:, 2]) if teleports else x


class Network:
    """f = |Y - W2 s(W1 X)|^2 / 2, s = LeakyReLU(0.1), all of them square; x holds W1 and W2 by rows, [B, 2 width^2]."""

    def __init__(self, workload):
        self.width = workload["width"]
        self.batch = workload["batch"]
        self.inputs = self.outputs = 2 * self.width**2

    def sample(self):
        X, Y = torch.rand(2, self.batch, self.width, self.width)
        return {"X": X, "Y": Y, "start": torch.rand(self.batch, self.inputs)}

    def parts(self, x, task):
        first, second = x.view(-1, 2, self.width, self.width).unbind(1)
        z = first @ task["X"]
        a = torch.nn.functional.leaky_relu(z, 0.1)
        return second, z, a, second @ a - task["Y"]

    def loss(self, x, task):
        return (self.parts(x, task)[-1] ** 2).sum((1, 2)) / 2  # [B]

    def read(self, x, task):
        with torch.no_grad():  # the gradient by hand: a constant of the meta-gradient
            second, z, a, error = self.parts(x, task)
            by_first = (second.mT @ error) * torch.where(z > 0, 1.0, 0.1) @ task["X"].mT
            return torch.stack([by_first, error @ a.mT], 1).flatten(1)

    def move(self, x, y, _teleports):
        return x + y


class MetaOptimizer(torch.nn.Module):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.lstm1 = torch.nn.LSTMCell(inputs, hidden)
        self.lstm2 = torch.nn.LSTMCell(hidden, hidden)
        self.head = torch.nn.Linear(hidden, outputs)

    def forward(self, z, memory):
        (h1, c1), (h2, c2) = memory
        h1, c1 = self.lstm1(z, (h1, c1))
        h2, c2 = self.lstm2(h1, (h2, c2))
        return self.head(h2), ((h1, c1), (h2, c2))


class Training:
    def __init__(self, workload):
        self.workload = workload
        self.problem = {"ellipse": Ellipse, "network": Network}[workload["problem"]](workload)
        self.windows, self.rest = windows(workload["steps"], workload["window"])
        self.model = MetaOptimizer(self.problem.inputs, workload["hidden"], self.problem.outputs)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=workload["learningRate"], fused=True)

    def inner(self, x, memory, task, e):
        y, memory = self.model(self.problem.read(x, task), memory)
        return self.problem.move(x, y, e in self.workload["teleports"]), memory

    def outer_step(self, task):
        x = task["start"]
        zeros = torch.zeros(self.workload["batch"], self.workload["hidden"])
        memory = ((zeros, zeros), (zeros, zeros))
        total = 0.0
        for steps in self.windows:
            loss = 0.0
            for e in steps:
                loss = loss + self.problem.loss(x, task).mean() / len(steps)
                x, memory = self.inner(x, memory, task, e)
            self.adam.zero_grad()
            loss.backward()
            self.adam.step()
            total += loss.item()
            x = x.detach()
            memory = tuple((h.detach(), c.detach()) for h, c in memory)
        with torch.no_grad():  # trains nothing, and is run by all contestants
            for e in self.rest:
                x, memory = self.inner(x, memory, task, e)
        return total

    def prepare(self, _outer_steps):
        self.run(2)

    def run(self, outer_steps):
        for _ in range(outer_steps):
            self.outer_step(self.problem.sample())

    def losses(self, tensors):
        numbers = lambda data: torch.frombuffer(bytearray(data), dtype=torch.float32)
        given = {name: numbers(data).view(shape) for name, (shape, data) in tensors.items()}
        tasks = {name: given.pop(name) for name in ["X", "Y", "start"] if name in given}
        self.model.load_state_dict(given)
        return [self.outer_step({name: of[k] for name, of in tasks.items()}) for k in range(len(tasks["start"]))]


if __name__ == "__main__":
    torch.manual_seed(1)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # saturated gates make subnormal numbers: W4 takes a sixth longer without this
    serve(f"PyTorch {torch.__version__.split('+')[0]}", Training)
