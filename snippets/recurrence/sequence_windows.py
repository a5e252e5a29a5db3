"""Cut a long series into windows and targets, with NumPy and with Keras."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.cbook import get_sample_data
from numpy.lib.stride_tricks import sliding_window_view

# %% series
# Daily closing prices of one share, 2004 to 2008; they come with Matplotlib.
prices = get_sample_data("goog.npz")["price_data"]
series = prices["close"]  # (time,)
print(series.shape, series[:4])

# %% text
letters = "helo"  # every letter that occurs gets a feature of its own
hello = np.array([[letter == each for each in letters] for letter in "hello"])
print(hello.astype(int))  # (time, features)

# %% windows
width = 10
windows = sliding_window_view(series[:-1], width)  # (windows, time)
targets = series[width:]  # (windows,): targets[i] comes right after windows[i]
x = windows[..., None]  # (batch, time, features)
print(x.shape, targets.shape)

# %% dataset
dataset = keras.utils.timeseries_dataset_from_array(
    series[:-1], series[width:], sequence_length=width, batch_size=256
)
batches = [(a.numpy(), b.numpy()) for a, b in dataset]
keras_windows = np.concatenate([a for a, b in batches])
keras_targets = np.concatenate([b for a, b in batches])
print("windows equal", np.array_equal(keras_windows, windows))
print("targets equal", np.array_equal(keras_targets, targets))

# %% trap
places = np.arange(len(series))  # every value is its own place in the series
tries = {
    "series[:-1], series[10:]": (places[:-1], places[width:]),
    "series, series": (places, places),
    "series, series[1:]": (places, places[1:]),
    "series, series[9:]": (places, places[width - 1:]),
    "series[:-10], series[10:]": (places[:-width], places[width:]),
}
found = {}  # (last place of the first window, its target, number of windows)
print("data, targets             window ends  target  windows")
for name, (data, after) in tries.items():
    dataset = keras.utils.timeseries_dataset_from_array(
        data, after, sequence_length=width, batch_size=len(places)
    )
    cut, target = next(iter(dataset))  # all windows in one batch
    found[name] = (int(cut[0, -1]), int(target[0]), len(cut))
    end, target, count = found[name]
    print(f"{name:25}  {end:10d}  {target:6d}  {count:7,d}")

# %% plot
fig, ax = plt.subplots(num="slide", figsize=(6, 3.2), layout="constrained")
ax.plot(series[:16], "o-", color="C5", markersize=3)
for i in range(4):
    time = np.arange(i, i + width)
    shift = -10 * (i + 1)  # each window is drawn below the one before
    ax.plot(time, windows[i] + shift, color="C0", linewidth=3)
    ax.plot(i + width, targets[i] + shift, "o", color="C1")
    ax.text(i + width + 0.3, targets[i] + shift, f"targets[{i}]", va="center")
ax.set(xlabel="trading day", ylabel="close (dollars)", xticks=range(0, 16, 5))
plt.show()
