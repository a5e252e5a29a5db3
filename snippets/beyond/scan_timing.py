"""Time an LSTM, a GRU and two forms of a minGRU against length, on one thread."""

# %% imports
from time import perf_counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import ops

# %% layers
keras.utils.set_random_seed(0)
d, u = 16, 64
lstm = keras.layers.LSTM(u, return_sequences=True)
gru = keras.layers.GRU(u, return_sequences=True)
W_z, W_h = keras.random.normal((2, d, u)) * 0.3

def gates(x):
    z = ops.sigmoid(ops.matmul(x, W_z))
    return z, (1 - z) * ops.matmul(x, W_h)

def min_gru_loop(x):
    def step(h, keep_add):
        h = keep_add[0] * h + keep_add[1]
        return h, h
    keep, add = (ops.swapaxes(a, 0, 1) for a in gates(x))  # time comes first
    _, hs = ops.scan(step, ops.zeros_like(keep[0]), (keep, add))
    return ops.swapaxes(hs, 0, 1)

def join(first, second):
    return first[0] * second[0], second[0] * first[1] + second[1]

def min_gru_scan(x):
    return ops.associative_scan(join, gates(x), axis=1)[1]

# %% time
def milliseconds(layer, batch, time, repeats=5):
    """The fastest of some runs, as one compiled graph, after one to warm up."""
    x = keras.random.normal((batch, time, d))
    graph = tf.function(layer, autograph=False)
    graph(x)
    taken = []
    for _ in range(repeats):
        start = perf_counter()
        graph(x)
        taken.append(perf_counter() - start)
    return 1000 * min(taken)

layers = {"LSTM": lstm, "GRU": gru, "minGRU, loop": min_gru_loop,
          "minGRU, scan": min_gru_scan}
lengths = [128, 512, 2048]
by_length = {name: [milliseconds(layer, 8, time) for time in lengths]
             for name, layer in layers.items()}
exponents = {name: float(np.polyfit(np.log(lengths), np.log(taken), 1)[0])
             for name, taken in by_length.items()}
head = "".join(f"{n:7} steps" for n in lengths)
print(f"milliseconds for{head}   exponent")
for name, taken in by_length.items():
    row = "".join(f"{t:13.1f}" for t in taken)
    print(f"{name:16}{row}{exponents[name]:11.2f}")

# %% batch
batches = [1, 8, 64]
by_batch = [milliseconds(lstm, batch, 256) for batch in batches]
for batch, taken in zip(batches, by_batch):
    print(f"LSTM, 256 steps of {batch:2} sequences: {taken:5.1f} ms,",
          f"{1000 * taken / 256 / batch:6.1f} µs a step and sequence")

# %% plot
fig, ax = plt.subplots(num="length", figsize=(6, 3.2))
for (name, taken), style in zip(by_length.items(), ["C1-", "C4-", "C0-", "C0--"]):
    ax.plot(lengths, taken, style, marker="o", markersize=4, label=name)
ax.set(xscale="log", yscale="log", xlabel="time steps", ylabel="milliseconds")
ax.set_xticks(lengths, lengths)
ax.minorticks_off()
ax.legend()
plt.show()
