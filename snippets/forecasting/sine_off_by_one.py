"""Find a target that is off by one: count along, then ask the baselines."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% shift
width = 50


def pairs(x, shift):
    """Shift 0 is right, -1 repeats the last input, +1 leaves a point out."""
    windows = sliding_window_view(x, width)
    first = width + shift  # where the target of windows[0] stands
    targets = x[first:]
    count = min(len(windows), len(targets))
    return windows[:count], targets[:count]  # (windows, time), (windows,)


# %% count
for shift in (-1, 0, 1):
    windows, targets = pairs(np.arange(1000), shift)  # each value is its index
    first = f"windows[0] ends in {windows[0, -1]}, targets[0] is {targets[0]}"
    print(f"shift {shift:2d}   windows {windows.shape}   {first}")

# %% ask
series = np.sin(0.1 * np.arange(1000))
persistence_mse, two_term_mse = {}, {}
print("shift  persistence  two-term")
for shift in (-1, 0, 1):
    windows, targets = pairs(series, shift)
    # 51 windows are left out before the test part: the width, and one more
    # for shift +1.
    x, y = windows[:600], targets[:600]
    x_test, y_test = windows[651:], targets[651:]
    coefficients, *_ = np.linalg.lstsq(x[:, -2:], y)
    two_term = x_test[:, -2:] @ coefficients
    persistence_mse[shift] = np.mean((x_test[:, -1] - y_test) ** 2)
    two_term_mse[shift] = np.mean((two_term - y_test) ** 2)
    print(f"{shift:5d}", end="")
    print(f"  {persistence_mse[shift]:11.1e}  {two_term_mse[shift]:8.1e}")
