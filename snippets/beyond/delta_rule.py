"""Write a second value under the same key, by a sum and by the delta rule."""

# %% imports
import numpy as np

# %% write
def add(C, k_t, v_t):
    return C + np.outer(k_t, v_t)

def delta(C, k_t, v_t):
    return C + np.outer(k_t, v_t - k_t @ C)  # write only what is still missing

d = 64

def pairs(n, seed):
    """n keys and n values of Euclidean norm 1, each (n, d)"""
    k, v = np.random.default_rng(seed).normal(size=(2, n, d))
    return [a / np.linalg.norm(a, axis=1, keepdims=True) for a in (k, v)]

# %% overwrite
k, v = pairs(9, seed=0)
new = v[8]  # after eight pairs, another value for the first key
reads = {}
for name, write in {"sum": add, "delta rule": delta}.items():
    C = np.zeros((d, d))
    for k_t, v_t in zip(k[:8], v[:8]):
        C = write(C, k_t, v_t)
    C = write(C, k[0], new)
    reads[name] = [float(k[0] @ C @ v[0]), float(k[0] @ C @ new)]
    old_part, new_part = reads[name]
    print(f"{name:10}  old value {old_part:5.2f}   new value {new_part:5.2f}")

# %% capacity
def recall(write, n, seed):
    k, v = pairs(n, seed)
    C = np.zeros((d, d))
    for k_t, v_t in zip(k, v):
        C = write(C, k_t, v_t)
    return float(np.mean(np.argmax(k @ C @ v.T, axis=1) == np.arange(n)))

kept = {name: [[recall(write, n, seed) for seed in range(3)] for n in (32, 128)]
        for name, write in {"sum": add, "delta rule": delta}.items()}
for name, found in kept.items():
    print(f"{name:10}  found of 32 pairs {np.mean(found[0]):.2f}",
          f"  of 128 pairs {np.mean(found[1]):.2f}")
