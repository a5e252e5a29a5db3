"""Run an mLSTM step by step and at once, and see what its stabilizer is for."""

# %% imports
import numpy as np

# %% input
rng = np.random.default_rng(0)
time, d = 200, 16
q, k, v = rng.normal(size=(3, time, d)).astype("float32")
k = k / np.float32(np.sqrt(d))
o = 1 / (1 + np.exp(-rng.normal(size=(time, d)).astype("float32")))  # output gate
i_raw = rng.normal(size=time).astype("float32")  # the input gate is exp(i_raw)
f_raw = rng.normal(3, 1, time).astype("float32")
log_f = -np.logaddexp(0, -f_raw)  # the forget gate is a sigmoid of f_raw

# %% plain
def plain(q, k, v, i_raw, log_f, o):
    """The equations as they stand."""
    C, n = np.zeros((d, d), q.dtype), np.zeros(d, q.dtype)
    hs = []
    for t in range(len(q)):
        i_t, f_t = np.exp(i_raw[t]), np.exp(log_f[t])
        C = f_t * C + i_t * np.outer(k[t], v[t])
        n = f_t * n + i_t * k[t]
        hs.append(o[t] * (q[t] @ C) / max(abs(q[t] @ n), 1))
    return np.stack(hs)

# %% recurrent
def recurrent(q, k, v, i_raw, log_f, o):
    """C and n hold the same numbers, divided by exp(m)."""
    C, n, m = np.zeros((d, d), q.dtype), np.zeros(d, q.dtype), -np.inf
    hs = []
    for t in range(len(q)):
        m_new = max(log_f[t] + m, i_raw[t])
        i_t, f_t = np.exp(i_raw[t] - m_new), np.exp(log_f[t] + m - m_new)
        C = f_t * C + i_t * np.outer(k[t], v[t])
        n = f_t * n + i_t * k[t]
        m = m_new
        hs.append(o[t] * (q[t] @ C) / max(abs(q[t] @ n), np.exp(-m)))
    return np.stack(hs)

# %% parallel
def parallel(q, k, v, i_raw, log_f, o):
    """No state: each step weighs all steps up to its own."""
    sums = np.cumsum(log_f)
    log_D = sums[:, None] - sums + i_raw  # (time, time): to row t from column j
    log_D = np.where(np.tri(len(q)), log_D, -np.inf)
    m = log_D.max(axis=1, keepdims=True)
    scores = q @ k.T * np.exp(log_D - m)
    norm = np.maximum(abs(scores.sum(axis=1, keepdims=True)), np.exp(-m))
    return o * (scores @ v) / norm

# %% equal
inputs = q, k, v, i_raw, log_f, o
h_recurrent, h_parallel = recurrent(*inputs), parallel(*inputs)
largest = abs(h_parallel).max()
difference = abs(h_recurrent - h_parallel).max() / largest
plain_difference = abs(plain(*inputs) - h_parallel).max() / largest
print(f"recurrent - parallel {difference:.0e} of the largest output")
print(f"plain - parallel     {plain_difference:.0e}")

# %% overflow
loud = q, k, v, 40 * i_raw, log_f, o
with np.errstate(over="ignore", invalid="ignore"):  # we want to see what happens
    h_plain = plain(*loud)
lost = int(np.sum(~np.isfinite(h_plain).all(axis=1)))
h_loud = parallel(*loud)
loud_difference = abs(recurrent(*loud) - h_loud).max() / abs(h_loud).max()
loudest = float(loud[3].max())
loud_gates = int(np.sum(loud[3] > np.log(np.finfo("float32").max)))
print(f"largest input gate: exp({loudest:.0f})")
print(f"plain: {lost} of {time} steps are not numbers")
print(f"recurrent - parallel {loud_difference:.0e} of the largest output")
