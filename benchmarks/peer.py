"""The same protocol in plain PyTorch, to be timed beside this project's engine: two LSTMCells, autograd, Adam.

Reads requests 'METHOD BATCH STEPS' from standard input, one a line, and answers each with the milliseconds a
trajectory took. METHOD: vanilla, schedule (teleports at {2, 5, 8, 11, 14, 17}) or theta (theta gradient read, teleport
at every step): the fixed ellipse, hidden size 100, 21 steps, windows of 5; or network: LSTM(update) on the 20 x 20
network, hidden size 300, 100 steps, windows of 10. As in workloads.ts.
"""

import sys
import time

import torch

STEPS, WINDOW, HIDDEN, LEARNING_RATE = 21, 5, 100, 4e-4
SCHEDULE = {2, 5, 8, 11, 14, 17}
A = torch.tensor([[0.5, 0.0], [0.0, 3.0]])
A_INVERSE = torch.linalg.inv(A)


NETWORK_STEPS, NETWORK_WINDOW, NETWORK_HIDDEN, NETWORK_LEARNING_RATE = 100, 10, 300, 1e-3
WIDTH = 20  # features, hidden units, outputs and examples


class MetaOptimizer(torch.nn.Module):
    def __init__(self, inputs, hidden=HIDDEN, outputs=3):  # update (2), angle (1)
        super().__init__()
        self.first = torch.nn.LSTMCell(inputs, hidden)
        self.second = torch.nn.LSTMCell(hidden, hidden)
        self.head = torch.nn.Linear(hidden, outputs)

    def forward(self, z, memory):
        (h1, c1), (h2, c2) = memory
        h1, c1 = self.first(z, (h1, c1))
        h2, c2 = self.second(h1, (h2, c2))
        return self.head(h2), ((h1, c1), (h2, c2))


def rotate(x, angle):
    u = x @ A.T  # [B, 2]
    cos, sin = torch.cos(angle), torch.sin(angle)
    r = torch.stack([cos * u[:, 0] - sin * u[:, 1], sin * u[:, 0] + cos * u[:, 1]], 1)
    return r @ A_INVERSE.T


def loss_of(x):
    return ((x @ A.T) ** 2).sum(1)  # [B]


def theta_gradient(x):
    """d |grad f(g_theta x)|^2 / d theta at 0, for every row: a constant of the meta-gradient."""
    angle = torch.zeros(len(x), requires_grad=True)
    moved = rotate(x.detach(), angle)
    norm = (4 * (moved @ A.T @ A) ** 2).sum()
    return torch.autograd.grad(norm, angle)[0].unsqueeze(1)


def trajectory(model, adam, method, batch):
    x = torch.randn(batch, 2)
    zeros = torch.zeros(batch, HIDDEN)
    memory = ((zeros, zeros), (zeros, zeros))
    loss = 0.0
    for step in range(STEPS):
        loss = loss + loss_of(x).mean() / WINDOW
        gradient = 2 * x @ A.T @ A
        z = torch.cat([theta_gradient(x), gradient], 1) if method == "theta" else gradient.detach()
        y, memory = model(z, memory)
        x = x + y[:, :2]
        if method == "theta" or (method == "schedule" and step in SCHEDULE):
            x = rotate(x, y[:, 2])
        if step > 0 and step % WINDOW == 0:
            adam.zero_grad()
            loss.backward()
            adam.step()
            loss = 0.0
            x = x.detach()
            memory = tuple((h.detach(), c.detach()) for h, c in memory)


def network_trajectory(model, adam):
    data, targets, first, second = torch.rand(4, WIDTH, WIDTH).unbind()
    zeros = torch.zeros(1, NETWORK_HIDDEN)
    memory = ((zeros, zeros), (zeros, zeros))
    total = 0.0
    for step in range(NETWORK_STEPS):
        z = first @ data
        a = torch.nn.functional.leaky_relu(z, 0.1)
        error = second @ a - targets
        total = total + 0.5 * (error**2).sum() / NETWORK_WINDOW
        with torch.no_grad():  # the gradient by hand: a constant of the meta-gradient
            slope = torch.where(z > 0, 1.0, 0.1)
            gradient = torch.cat([(((second.T @ error) * slope) @ data.T).flatten(), (error @ a.T).flatten()])
        y, memory = model(gradient.unsqueeze(0), memory)
        update = y[0].view(2, WIDTH, WIDTH)
        first, second = first + update[0], second + update[1]
        if step > 0 and step % NETWORK_WINDOW == 0:
            adam.zero_grad()
            total.backward()
            adam.step()
            total = 0.0
            first, second = first.detach(), second.detach()
            memory = tuple((h.detach(), c.detach()) for h, c in memory)


def contestant(method, batch):
    """A function that runs one trajectory."""
    if method == "network":
        size = 2 * WIDTH * WIDTH
        model = MetaOptimizer(size, NETWORK_HIDDEN, size)
        adam = torch.optim.Adam(model.parameters(), lr=NETWORK_LEARNING_RATE)
        return lambda: network_trajectory(model, adam)
    model = MetaOptimizer(3 if method == "theta" else 2)
    adam = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    return lambda: trajectory(model, adam, method, batch)


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # saturated gates make subnormal numbers: W4 takes a sixth longer without this
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} thread", flush=True)
    contestants = {}
    for line in sys.stdin:
        method, batch, steps = line.split()
        if (method, batch) not in contestants:
            contestants[method, batch] = contestant(method, int(batch))
        started = time.perf_counter()
        for _ in range(int(steps)):
            contestants[method, batch]()
        print((time.perf_counter() - started) * 1000 / int(steps) / int(batch), flush=True)


if __name__ == "__main__":
    main()
