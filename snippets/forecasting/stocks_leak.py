"""Shuffle overlapping windows, and looking up looks like looking ahead."""

# %% imports
import csv
import gzip
from importlib.metadata import distribution

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
# The data: pip install --no-deps bokeh-sampledata==2026.1
path = distribution("bokeh-sampledata").locate_file(
    "bokeh_sampledata/_data/stocks.csv.gz"
)
prices = {"IBM": [], "AAPL": [], "MSFT": []}
with gzip.open(path, "rt") as file:
    for row in csv.DictReader(file):
        if row["Ticker"] in prices:
            prices[row["Ticker"]].append(float(row["Adj Close"]))
width = 60

# %% look-up
def look_up(x_train, y_train, x_test):
    """The mean outcome of the three most similar windows of the past."""
    distance = (
        (x_test**2).sum(1)[:, None] - 2 * x_test @ x_train.T + (x_train**2).sum(1)
    )
    return y_train[np.argpartition(distance, 3, axis=1)[:, :3]].mean(axis=1)

# %% compare
correlations = {
    f"{ahead}-day, {split}": {}
    for ahead in (1, 20) for split in ("shuffled", "by time")
}
for share, ahead in [(share, ahead) for share in prices for ahead in (1, 20)]:
    path_of = np.log(prices[share])
    windows = sliding_window_view(path_of[:-ahead], width)
    shape = windows - windows[:, -1:]  # how the price came here, not where it is
    outcome = path_of[width - 1 + ahead:] - path_of[width - 1:-ahead]
    late = np.arange(len(shape)) >= int(0.8 * len(shape))
    order = np.random.default_rng(0).permutation(late)
    gap = np.arange(len(shape)) < int(0.8 * len(shape)) - width - ahead
    splits = [("shuffled", ~order, order), ("by time", gap, late)]
    for name, train, test in splits:
        forecast = look_up(shape[train], outcome[train], shape[test])
        found = float(np.corrcoef(forecast, outcome[test])[0, 1])
        correlations[f"{ahead}-day, {name}"][share] = found
print("forecast of the return over some days: correlation with the truth")
for name, found in correlations.items():
    print(f"{name:18}" + "".join(f"   {s} {c:+.2f}" for s, c in found.items()))
