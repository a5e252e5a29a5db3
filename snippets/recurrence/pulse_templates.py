"""Find a pulse with two templates that slide along the sequence."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% task
time, pulse, places = 28, np.array([0.25, 0.5, 0.75, 1.0]), np.arange(4, 21)
rng = np.random.default_rng(0)
begins = np.repeat(places, 200)
y = np.arange(len(begins)) % 2  # 1: it swells, 0: it fades
x = rng.normal(0, 0.1, (len(begins), time))
for i, begin in enumerate(begins):
    x[i, begin:begin + 4] += pulse if y[i] else pulse[::-1]

# %% slide
pieces = sliding_window_view(x, 4, axis=1)      # (n, time - 3, 4)
swells = (pieces @ pulse).max(axis=1)           # (n,): the best match anywhere
fades = (pieces @ pulse[::-1]).max(axis=1)
right = (swells > fades) == y
by_place = right.reshape(len(places), -1).mean(axis=1)
print(f"right in {right.mean():.1%}, at the worst place in {by_place.min():.1%}")
