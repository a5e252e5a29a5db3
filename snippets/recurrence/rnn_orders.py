"""Feed a recurrent layer the same numbers in every order."""

# %% imports
from itertools import permutations

import numpy as np

# %% final-state
def final_state(x, W, U, b, activation):
    """x (batch, time, d) -> the last hidden state (batch, u)"""
    h = np.zeros((len(x), len(b)))
    for t in range(x.shape[1]):
        h = activation(x[:, t] @ W + h @ U + b)
    return h

# %% count
orders = np.array(list(permutations([0.1, 0.2, 0.3, 0.4, 0.5])))
x = orders[..., None]  # (120, 5, 1): every order is one sequence of the batch
rng = np.random.default_rng(0)
W, U, b = rng.normal(size=(1, 3)), rng.normal(0, 0.7, (3, 3)), np.zeros(3)
layers = {
    "SimpleRNN": (U, np.tanh),
    "without U": (0 * U, np.tanh),
    "a running sum": (np.eye(3), np.positive),  # np.positive changes nothing
}
counts, spans = {}, {}
for name, (recurrent, activation) in layers.items():
    h = final_state(x, W, recurrent, b, activation)  # (120, 3)
    counts[name] = len(np.unique(h.round(9), axis=0))
    spans[name] = np.ptp(h, axis=0).max()
    print(f"{name:13}  {counts[name]:3d} different final states of {len(x)}")
