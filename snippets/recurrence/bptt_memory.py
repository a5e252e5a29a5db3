"""Measure what backpropagation through time must keep, and for how long."""

# %% imports
import tracemalloc

import matplotlib.pyplot as plt
import numpy as np

# %% network
batch, d, u = 16, 8, 64
rng = np.random.default_rng(0)
W, U = rng.normal(0, 0.3, (d, u)), np.linalg.qr(rng.normal(size=(u, u)))[0]
e_t = rng.normal(size=(batch, u))  # the same at every step: one array for all


def gradient(x, h):
    """All of x at once -> the last state, and the gradients of W and U."""
    hs = [h]
    for t in range(x.shape[1]):
        hs.append(np.tanh(x[:, t] @ W + hs[-1] @ U))  # a new array, kept
    dW, dU, from_later = 0, 0, 0
    for t in reversed(range(x.shape[1])):
        delta_t = (e_t + from_later) * (1 - hs[t + 1] ** 2)
        dW, dU = dW + x[:, t].T @ delta_t, dU + hs[t].T @ delta_t
        from_later = delta_t @ U.T
    return hs[-1], dW, dU


def truncated(x, h, k=25):
    """In chunks: the state is handed on, everything else is let go."""
    dW, dU = 0, 0
    for start in range(0, x.shape[1], k):
        h, more_dW, more_dU = gradient(x[:, start:start + k], h)
        dW, dU = dW + more_dW, dU + more_dU
    return h, dW, dU

# %% measure
lengths = [25, 50, 100, 200, 400, 800]
ways = {"through the whole sequence": gradient, "in chunks of 25": truncated}
peaks = {name: [] for name in ways}  # bytes beyond the input itself
for time in lengths:
    x, h_0 = rng.normal(size=(batch, time, d)), np.zeros((batch, u))
    for name, way in ways.items():
        tracemalloc.start()
        way(x, h_0)
        peaks[name].append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
states = [batch * time * u * 8 for time in lengths]  # counted: 8 bytes a number
print("time steps       states   peak, whole   peak, chunks   (kB)")
for time, count, *row in zip(lengths, states, *peaks.values()):
    whole, chunks = row
    print(f"{time:10d}{count / 1e3:13.0f}{whole / 1e3:14.0f}{chunks / 1e3:14.0f}")

# %% plot
fig, ax = plt.subplots(num="memory", figsize=(6, 3), layout="constrained")
for (name, found), style in zip(peaks.items(), ("C0o-", "C0s--")):
    ax.plot(lengths, [peak / 1e6 for peak in found], style, label=name)
ax.plot(lengths, np.array(states) / 1e6, "C5:", label="the states alone, counted")
ax.set(xlabel="time steps", ylabel="memory (MB)", ylim=0)
ax.legend()
plt.show()
