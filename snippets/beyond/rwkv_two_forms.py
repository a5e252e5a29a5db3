"""Compute RWKV's time mixing as a weighted mean, and as a recurrence."""

# %% imports
import numpy as np

# %% forms
def weighted_mean(k, v, w, bonus):
    """k, v (time, u), w and bonus (u,) -> (time, u)"""
    hs = []
    for t in range(len(k)):
        age = t - 1 - np.arange(t)[:, None]  # 0 for the step before this one
        old, now = np.exp(-age * w + k[:t]), np.exp(bonus + k[t])
        hs.append(((old * v[:t]).sum(0) + now * v[t]) / (old.sum(0) + now))
    return np.stack(hs)

def recurrence(k, v, w, bonus):
    """The same, with a state of two numbers for each unit."""
    c, n, hs = np.zeros_like(w), np.zeros_like(w), []
    for k_t, v_t in zip(k, v):
        now = np.exp(bonus + k_t)
        hs.append((c + now * v_t) / (n + now))
        c = np.exp(-w) * c + np.exp(k_t) * v_t
        n = np.exp(-w) * n + np.exp(k_t)
    return np.stack(hs)

# %% equal
rng = np.random.default_rng(0)
time, u = 200, 8
k, v = rng.normal(size=(2, time, u))
w, bonus = np.exp(rng.normal(-2, 1, u)), rng.normal(size=u)
difference = abs(weighted_mean(k, v, w, bonus) - recurrence(k, v, w, bonus)).max()
print(f"largest difference {difference:.0e}")
