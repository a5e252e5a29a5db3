"""Store pairs of random keys and values, and count how many come back."""

# %% imports
from functools import partial

import matplotlib.pyplot as plt
import numpy as np

# %% memories
def softmax_attention(q, k, v, scale=1):
    """Keeps all pairs, and compares the query with every key."""
    scores = scale * q @ k.T / np.sqrt(k.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ v / weights.sum(axis=1, keepdims=True)

def linear_attention(q, k, v):
    """Keeps the sum of all pairs. A normalizer would not change a choice."""
    return q @ (k.T @ v)

def positive_linear_attention(q, k, v):
    def phi(a):  # elu(a) + 1
        return np.where(a > 0, a + 1, np.exp(np.minimum(a, 0)))
    return linear_attention(phi(q), phi(k), v)

# %% recall
def recall(memory, n, d, seed):
    """Store n pairs, ask for each: how often is the right value the nearest?"""
    rng = np.random.default_rng(seed)
    k, v = rng.normal(size=(2, n, d))
    v = v / np.linalg.norm(v, axis=1, keepdims=True)
    found = memory(k, k, v)  # the queries are the keys themselves
    return float(np.mean(np.argmax(found @ v.T, axis=1) == np.arange(n)))

memories = {
    "softmax": softmax_attention,
    "linear": linear_attention,
    "elu + 1": positive_linear_attention,
}
pairs = [4, 8, 16, 32, 64, 128, 256, 512, 1024]
share = {  # share[name, d]: (sizes, seeds)
    (name, d): [[recall(memory, n, d, seed) for seed in range(3)] for n in pairs]
    for name, memory in memories.items() for d in (16, 32, 64)
}
mean = {}  # mean["linear 64"]["256"]
print("pairs         " + "".join(f"{n:6d}" for n in pairs))
for (name, d), found in share.items():
    of_seeds = np.mean(found, axis=1).tolist()
    mean[f"{name} {d}"] = dict(zip(map(str, pairs), of_seeds))
    row = "".join(f"{np.mean(seeds):6.2f}" for seeds in found)
    print(f"{name:8} d={d:<3}{row}")

# %% capacity
half = {}  # how many pairs until half of them are lost, on a log scale
for d in (16, 32, 64):
    curve = np.mean(share["linear", d], axis=1)
    at = half[str(d)] = float(2 ** np.interp(-0.5, -curve, np.log2(pairs)))
    print(f"d={d:2}  {d * d:5,} numbers  half is lost at {at:4.0f} pairs")
# Why do short keys fail? Is another key nearer, or are the weights too even?
sharp = partial(softmax_attention, scale=4)
largest, sharper = [], []
for seed in range(3):
    k, _ = np.random.default_rng(seed).normal(size=(2, 1024, 16))  # as in recall
    largest.append(np.mean(np.argmax(k @ k.T, axis=1) == np.arange(1024)))
    sharper.append(recall(sharp, 1024, 16, seed))
largest, sharper = float(np.mean(largest)), float(np.mean(sharper))
print(f"softmax d=16, 1,024 pairs, largest score right: {largest:.2f}")
print(f"  found with scores times 4: {sharper:.2f}")
spread = max(np.ptp(share["linear", d], axis=1)[2:].max() for d in (16, 32, 64))

# %% plot
fig, ax = plt.subplots(num="pairs", figsize=(6, 3.2))
lines = [("linear", 16, "C0:"), ("linear", 32, "C0--"), ("linear", 64, "C0-"),
         ("softmax", 16, "C4:"), ("softmax", 64, "C4-"), ("elu + 1", 64, "C5-.")]
for name, d, style in lines:
    ax.plot(pairs, np.mean(share[name, d], axis=1), style, label=f"{name}, {d}")
    for n, seeds in zip(pairs, share[name, d]):
        ax.plot([n, n], [min(seeds), max(seeds)], style[:2], linewidth=1)
ax.set(xscale="log", xlabel="pairs stored", ylabel="share found again")
ax.set_xticks(pairs, pairs)
ax.minorticks_off()
ax.legend(ncols=3, loc="upper center", bbox_to_anchor=(0.45, 1.3),
          handlelength=1.8)
plt.show()
