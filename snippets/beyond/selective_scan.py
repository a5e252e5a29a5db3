"""Run a selective state-space model step by step, and as a parallel scan."""

# %% imports
import keras
import numpy as np

# %% selective
def selective(x, A, W_delta, b_delta, W_k, W_q):
    """x (time, u), A (N, u) -> what each step keeps, writes, and reads with."""
    delta = np.logaddexp(0, x @ W_delta + b_delta)  # softplus, (time, u)
    keep = np.exp(delta[:, None] * A)  # (time, N, u)
    write = (x @ W_k)[:, :, None] * (delta * x)[:, None]  # (time, N, u)
    return keep, write, x @ W_q  # (time, N)

# %% run
def run(keep, write, q):
    C, hs = np.zeros_like(write[0]), []
    for keep_t, write_t, q_t in zip(keep, write, q):
        C = keep_t * C + write_t
        hs.append(q_t @ C)
    return np.stack(hs)  # (time, u)

# %% scan
def join(first, second):
    """Two stretches of time, each "keep so much, add so much", in one."""
    keep_1, add_1 = first
    keep_2, add_2 = second
    return keep_1 * keep_2, keep_2 * add_1 + add_2

def scan(keep, write, q):
    _, C = keras.ops.associative_scan(join, (keep, write))  # (time, N, u)
    return np.einsum("tn,tnu->tu", q, keras.ops.convert_to_numpy(C))

# %% equal
rng = np.random.default_rng(0)
time, N, u = 1000, 16, 8
x = rng.normal(size=(time, u)).astype("float32")
shapes = (u, u), (u,), (u, N), (u, N)  # W_delta, b_delta, W_k, W_q
weights = [rng.normal(0, 0.2, shape).astype("float32") for shape in shapes]
A = -np.tile(np.arange(1, N + 1, dtype="float32")[:, None], u)  # (N, u)
keep, write, q = selective(x, A, *weights)
sequential, scanned = run(keep, write, q), scan(keep, write, q)
difference = abs(sequential - scanned).max()
print(f"largest difference {difference:.0e}")
