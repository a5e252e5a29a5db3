"""Keep every k-th state only, and compute the others again when needed."""

# %% imports
import tracemalloc

import numpy as np

# %% passes
batch, time, d, u = 16, 400, 8, 64
rng = np.random.default_rng(0)
x = rng.normal(size=(batch, time, d))
W, U = rng.normal(0, 0.3, (d, u)), np.linalg.qr(rng.normal(size=(u, u)))[0]
e_t = rng.normal(size=(batch, u))  # the same at every step
steps = 0  # of the forward pass, counted


def forward(x, h):
    global steps
    hs = [h]
    for t in range(x.shape[1]):
        hs.append(np.tanh(x[:, t] @ W + hs[-1] @ U))
        steps += 1
    return hs


def backward(x, hs, dW, dU, from_later):
    for t in reversed(range(x.shape[1])):
        delta_t = (e_t + from_later) * (1 - hs[t + 1] ** 2)
        dW, dU = dW + x[:, t].T @ delta_t, dU + hs[t].T @ delta_t
        from_later = delta_t @ U.T
    return dW, dU, from_later

# %% checkpoints
def with_checkpoints(x, k):
    starts = list(range(0, x.shape[1], k))
    kept = [np.zeros((batch, u))]  # the state before each chunk, and no other
    for start in starts[:-1]:
        kept.append(forward(x[:, start:start + k], kept[-1])[-1])
    gradient = 0, 0, 0  # of W, of U, and what comes back from later steps
    for start in reversed(starts):
        chunk = x[:, start:start + k]
        gradient = backward(chunk, forward(chunk, kept.pop()), *gradient)
    return gradient[:2]

# %% compare
reference = with_checkpoints(x, time)  # one chunk: ordinary backpropagation
difference, peak, forward_steps = {}, {}, {}
print("   k   forward steps   peak (kB)   difference")
for k in (400, 100, 50, 20, 10, 5, 2):
    steps = 0
    tracemalloc.start()
    found = with_checkpoints(x, k)
    peak[k], forward_steps[k] = tracemalloc.get_traced_memory()[1], steps
    tracemalloc.stop()
    pairs = zip(found, reference)
    difference[k] = float(max(abs(a - b).max() / abs(b).max() for a, b in pairs))
    print(f"{k:4d}{steps:16d}{peak[k] / 1e3:12.0f}{difference[k]:13.0e}")
