"""Compute one step of a recurrent layer in the notations of three other books."""

# %% imports
import numpy as np

# %% ours
d, u = 3, 4
rng = np.random.default_rng(0)
W, U, b = rng.normal(size=(d, u)), rng.normal(size=(u, u)), rng.normal(size=u)
x_t, h_prev = rng.normal(size=d), rng.normal(size=u)
h_t = np.tanh(x_t @ W + h_prev @ U + b)

# %% theirs
W_x, W_h = W.T, U.T                     # (u, d), (u, u)
joined = np.concatenate([W_h, W_x], 1)  # (u, u + d): one matrix for both
b_x, b_h = 0.3 * b, 0.7 * b             # only the sum of the two counts
books = {
    "W_x x + W_h h + b": np.tanh(W_x @ x_t + W_h @ h_prev + b),
    "W [h, x] + b": np.tanh(joined @ np.concatenate([h_prev, x_t]) + b),
    "x W_x' + b_x + h W_h' + b_h": np.tanh(
        x_t @ W_x.T + b_x + h_prev @ W_h.T + b_h
    ),
    "U and U' mixed up": np.tanh(W_x @ x_t + U @ h_prev + b),
}
apart = {name: abs(theirs - h_t).max() for name, theirs in books.items()}
for name, difference in apart.items():
    print(f"{name:27}  {difference:.0e}")
