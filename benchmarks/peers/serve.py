"""A peer's side of the benchmark's protocol: one JSON request a line on standard input, one JSON answer a line.

    {"do": "prepare", "workload": W, "outerSteps": N}    builds (and compiles) the training          true
    {"do": "time", "workload": W, "outerSteps": N}       N outer steps on random tasks               milliseconds a trajectory
    {"do": "losses", "workload": W, "problem": FILE}     from FILE's weights, on FILE's tasks        the loss of each outer step

The first line says who answers. A workload is the object that workloads.ts makes; problem.ts writes the files.
"""

import json
import os
import struct
import sys
import time

# One thread, before an array library is imported. XLA's flags leave it more (measured: 1.6 seconds of processor time a second), so
# that on Linux the process is kept to one core.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def windows(steps, window):
    """The steps of each truncation window: a cut after every step e > 0 that the window divides; and those after the last cut."""
    cuts = [0] + [e + 1 for e in range(1, steps) if e % window == 0]
    return [range(*cut) for cut in zip(cuts, cuts[1:])], range(cuts[-1], steps)


def read_problem(path):
    """(shape, little-endian float32 bytes) by name: a line of JSON with names and shapes, then the numbers."""
    with open(path, "rb") as file:
        shapes = json.loads(file.readline())
        tensors = {}
        for name, shape in shapes.items():
            size = struct.calcsize("<f")
            for length in shape:
                size *= length
            tensors[name] = (shape, file.read(size))
        return tensors


def serve(name, make_training):
    """`make_training(workload)` has `prepare(outer_steps)`, `run(outer_steps)` and `losses(tensors)`."""
    print(json.dumps({"name": name}), flush=True)
    trainings = {}
    for line in sys.stdin:
        try:
            answer = answer_to(json.loads(line), trainings, make_training)
        except Exception as error:  # the benchmark prints it, and stops
            answer = {"error": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"}
        print(json.dumps(answer), flush=True)


def answer_to(request, trainings, make_training):
    workload = request["workload"]
    if request["do"] == "losses":
        return make_training(workload).losses(read_problem(request["problem"]))
    outer_steps = request["outerSteps"]
    if workload["id"] not in trainings:
        trainings[workload["id"]] = make_training(workload)
    training = trainings[workload["id"]]
    if request["do"] == "prepare":
        training.prepare(outer_steps)
        return True
    started = time.perf_counter()
    training.run(outer_steps)
    return (time.perf_counter() - started) * 1000 / outer_steps / workload["batch"]
