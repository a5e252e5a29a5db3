"""Forecast a sine well without learning: look up the most similar window."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
width = 50
series = np.sin(0.1 * np.arange(1000))
windows = sliding_window_view(series[:-1], width)  # (windows, time)
targets = series[width:]
x_test, y_test = windows[800:], targets[800:]
persistence_mse = np.mean((x_test[:, -1] - y_test) ** 2)

# %% look-up
sizes = [100, 200, 400, 600]  # how many training windows are remembered
memorizer_mse = []
print("windows remembered  test MSE")
for size in sizes:
    # (test, remembered, time), then (test, remembered)
    differences = x_test[:, None, :] - windows[None, :size, :]
    squares = np.sum(differences**2, axis=-1)
    nearest = np.argmin(squares, axis=1)  # (test,)
    memorizer_mse.append(float(np.mean((targets[nearest] - y_test) ** 2)))
    print(f"{size:18d}  {memorizer_mse[-1]:8.1e}")
print(f"{'persistence':>18}  {persistence_mse:8.1e}")

# %% distance
# How far is a test window from the nearest of all 600 remembered ones?
# Root mean square over its 50 points.
distance = np.sqrt(np.min(squares, axis=1) / width)  # (test,)
largest_distance = distance.max()
print(f"largest distance to a remembered window: {largest_distance:.4f}")
