"""Compute linear attention at once, step by step and in chunks: all are equal."""

# %% imports
import numpy as np

# %% input
rng = np.random.default_rng(0)
time, d_k, d_v = 512, 32, 48
q, k = rng.normal(size=(2, time, d_k)).astype("float32")
v = rng.normal(size=(time, d_v)).astype("float32")

def phi(a):  # elu(a) + 1, which is positive everywhere
    return np.where(a > 0, a + 1, np.exp(np.minimum(a, 0)))

q, k = phi(q), phi(k)

# %% parallel
def parallel(q, k, v):
    """q, k (time, d_k), v (time, d_v) -> hs (time, d_v)"""
    scores = np.tril(q @ k.T)  # (time, time): no step looks ahead
    return scores @ v / scores.sum(axis=1, keepdims=True)

# %% recurrent
def recurrent(q, k, v):
    """The same, with a state of d_k * d_v + d_k numbers."""
    C, n = np.zeros((k.shape[1], v.shape[1]), v.dtype), np.zeros_like(k[0])
    hs = []
    for q_t, k_t, v_t in zip(q, k, v):
        C = C + np.outer(k_t, v_t)
        n = n + k_t
        hs.append(q_t @ C / (q_t @ n))
    return np.stack(hs)

# %% chunked
def chunked(q, k, v, size=64):
    """Parallel within a chunk, and recurrent from one chunk to the next."""
    C, n = np.zeros((k.shape[1], v.shape[1]), v.dtype), np.zeros_like(k[0])
    hs = []
    for start in range(0, len(q), size):
        q_c, k_c, v_c = (a[start : start + size] for a in (q, k, v))
        scores = np.tril(q_c @ k_c.T)  # (size, size)
        norm = scores.sum(axis=1) + q_c @ n
        hs.append((scores @ v_c + q_c @ C) / norm[:, None])
        C = C + k_c.T @ v_c
        n = n + k_c.sum(axis=0)
    return np.concatenate(hs)

# %% equal
hs = parallel(q, k, v)
difference = {
    "step by step": abs(recurrent(q, k, v) - hs).max(),
    "in chunks": abs(chunked(q, k, v) - hs).max(),
}
for name, apart in difference.items():
    print(f"{name:13} {apart:.0e}")

# %% count
def work(T, d, size):
    """Multiplications for d = d_k = d_v, and steps that must wait for another."""
    return {
        "at once": (2 * T * T * d, 1),
        "in chunks": (2 * T * size * d + 2 * T * d * d, T // size),
        "step by step": (2 * T * d * d, T),
    }

counts = work(T=8192, d=64, size=64)
print("              multiplications   in a row")
for name, (multiplications, steps) in counts.items():
    print(f"{name:13} {multiplications:16,} {steps:10,}")
