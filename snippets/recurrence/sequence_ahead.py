"""Cut windows whose target lies several steps ahead, and count to check them."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% cut
def cut(series, width, ahead):
    """series (time,) -> windows (n, width, 1), targets (n,)"""
    windows = sliding_window_view(series[:-ahead], width)  # every target exists
    targets = series[width + ahead - 1:]
    return windows[..., None], targets


# %% check
places = np.arange(100)  # each value is its own place
counts = {}
for ahead in (1, 5, 24):
    windows, targets = cut(places, 20, ahead)
    assert len(windows) == len(targets)
    assert np.all(targets - windows[:, -1, 0] == ahead)
    counts[ahead] = len(targets)
    print(f"{ahead:2d} ahead: {counts[ahead]} windows, the last ends at "
          f"{windows[-1, -1, 0]}, its target is {targets[-1]}")
