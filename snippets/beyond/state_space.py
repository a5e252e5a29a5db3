"""Run a state-space model as a recurrence, a convolution, and a parallel scan."""

# %% imports
import keras
import numpy as np

# %% recurrent
def state_space(x, a, k, q):
    """One channel, x (time,), with N states; a, k and q, each (N,), are fixed."""
    c, hs = np.zeros_like(a), []
    for x_t in x:
        c = a * c + k * x_t
        hs.append(q @ c)
    return np.array(hs)

# %% convolve
def as_convolution(x, a, k, q):
    """The same: each past input counts by how long ago it came."""
    age = np.arange(len(x))
    kernel = (a ** age[:, None]) @ (q * k)  # (time,)
    size = 2 * len(x)  # room, so that the end does not wrap around to the start
    spectrum = np.fft.rfft(kernel, size) * np.fft.rfft(x, size)
    return np.fft.irfft(spectrum, size)[: len(x)]

# %% fixed
rng = np.random.default_rng(0)
time, N = 1000, 16
A, delta = -np.arange(1.0, N + 1), 0.02  # S4D-Real's A
a = np.exp(delta * A)  # discretized: what is left of each state after a step
k, q = (a - 1) / A, rng.normal(size=N)  # how much of an input enters, and leaves
x = rng.normal(size=time)
h_recurrent, h_convolved = state_space(x, a, k, q), as_convolution(x, a, k, q)
fixed_difference = abs(h_recurrent - h_convolved).max()
print(f"convolution - recurrence: {fixed_difference:.0e}")

# %% selective
def softplus(z):
    return np.logaddexp(0, z)

def selective(x, A, W_delta, b_delta, W_k, W_q):
    """x (time, u), A (N, u) -> what each step keeps, writes, and reads with."""
    delta = softplus(x @ W_delta + b_delta)  # (time, u)
    keep = np.exp(delta[:, None] * A)  # (time, N, u)
    write = (x @ W_k)[:, :, None] * (delta * x)[:, None]  # (time, N, u)
    return keep, write, x @ W_q  # (time, N)

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
u = 8
x = rng.normal(size=(time, u)).astype("float32")
shapes = (u, u), (u,), (u, N), (u, N)  # W_delta, b_delta, W_k, W_q
weights = [rng.normal(0, 0.2, shape).astype("float32") for shape in shapes]
A = -np.tile(np.arange(1, N + 1, dtype="float32")[:, None], u)  # (N, u)
keep, write, q = selective(x, A, *weights)
sequential, scanned = run(keep, write, q), scan(keep, write, q)
scan_difference = abs(sequential - scanned).max()
print(f"parallel scan - one step at a time: {scan_difference:.0e}")
print(f"keep, from {keep.min():.0e} to {keep.max():.2f}")
