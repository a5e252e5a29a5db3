"""Forecast the size of tomorrow's move, which is easier than its sign."""

# %% imports
import csv
import gzip
from importlib.metadata import distribution

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% compare
# The data: pip install --no-deps bokeh-sampledata==2026.1
path = distribution("bokeh-sampledata").locate_file(
    "bokeh_sampledata/_data/stocks.csv.gz"
)
with gzip.open(path, "rt") as file:
    rows = list(csv.DictReader(file))
width, gain, correlation = 20, {}, {}
print("mean squared error ÷ that of the training mean   (correlation)")
for share in "IBM", "AAPL", "MSFT":
    price = [float(row["Adj Close"]) for row in rows if row["Ticker"] == share]
    moves = np.diff(np.log(price))
    cut = int(0.8 * len(price)) - width - 1  # the first window of the test part
    gain[share], correlation[share] = {}, {}
    for name, series in {"move": moves, "its size": abs(moves)}.items():
        x, y = sliding_window_view(series[:-1], width), series[width:]
        x = np.c_[x, np.ones(len(x))]
        x_train, y_train = x[:cut - width], y[:cut - width]  # a gap of a window
        coefficients, *_ = np.linalg.lstsq(x_train, y_train)
        forecast, truth = x[cut:] @ coefficients, y[cut:]
        mean = np.mean((y_train.mean() - truth) ** 2)
        gain[share][name] = float(np.mean((forecast - truth) ** 2) / mean)
        correlation[share][name] = float(np.corrcoef(forecast, truth)[0, 1])
    pairs = correlation[share].items()
    texts = [f"{name} {gain[share][name]:.3f} ({c:+.2f})" for name, c in pairs]
    print(f"{share:5}" + "   ".join(texts))
