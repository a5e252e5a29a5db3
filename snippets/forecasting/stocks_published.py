"""Rebuild the published stock forecast, and ask what its handsome plot shows."""

# %% imports
import csv
import gzip
from importlib.metadata import distribution

import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

keras.utils.set_random_seed(0)

# %% data
# The data: pip install --no-deps bokeh-sampledata==2026.1
path = distribution("bokeh-sampledata").locate_file(
    "bokeh_sampledata/_data/stocks.csv.gz"
)
with gzip.open(path, "rt") as file:
    rows = [row for row in csv.DictReader(file) if row["Ticker"] == "IBM"]
price = np.array([float(row["Adj Close"]) for row in rows])  # (days,)
dates = [row["Date"] for row in rows]

# %% recipe
width, cut = 60, int(0.8 * len(price))  # cut: the first day of the test part
low, high = price.min(), price.max()  # of all days, as it is published
scaled = (price - low) / (high - low)
x = sliding_window_view(scaled[:-1], width)[..., None]  # (windows, time, 1)
y = scaled[width:]  # (windows,)
windows = cut - width  # those whose target comes before the cut

model = keras.Sequential([
    keras.Input((width, 1)),
    keras.layers.LSTM(100, return_sequences=True),
    keras.layers.Dropout(0.2),
    keras.layers.LSTM(100),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(1),
])
model.compile("adam", "mse")
model.fit(x[:windows], y[:windows], epochs=4, batch_size=64, verbose=0)
forecast = model.predict(x[windows:], batch_size=len(x), verbose=0)[:, 0]
forecast = low + (high - low) * forecast.astype("float64")  # in dollars again

# %% praise
truth = price[cut:]
rmse = np.sqrt(np.mean((forecast - truth) ** 2))
mean_percent = np.mean(abs(forecast / truth - 1))
r_squared = 1 - np.mean((forecast - truth) ** 2) / np.var(truth)
days = len(truth)
print(f"test days {days}, {dates[cut]} to {dates[-1]}")
print(f"mean error {mean_percent:.1%}   R² {r_squared:.2f}")

# %% baseline
persistence = price[cut - 1:-1]  # tomorrow's price is today's
persistence_rmse = np.sqrt(np.mean((persistence - truth) ** 2))
persistence_percent = np.mean(abs(persistence / truth - 1))
print(f"RMSE  network ${rmse:.2f}   persistence ${persistence_rmse:.2f}")

# %% lag
lags = range(-5, 11)
moves, curve = np.diff(truth), np.diff(forecast)


def correlation(lag):
    """Of the curve's move on day t with the price's move on day t - lag."""
    start, stop = max(0, lag), len(moves) + min(0, lag)
    return np.corrcoef(curve[start:stop], moves[start - lag:stop - lag])[0, 1]


by_lag = [float(correlation(lag)) for lag in lags]
peak = lags[int(np.argmax(by_lag))]
# The forecast as a bet: does it say on which side of today tomorrow will be?
bet, outcome = forecast - persistence, truth - persistence
bet_correlation = np.corrcoef(bet, outcome)[0, 1]
hit_rate = np.mean((bet > 0) == (outcome > 0))
print(f"the curve's moves are most like the price's of {peak} days before")
print(f"correlation with the move of the same day {by_lag[5]:+.2f}")
print(f"right about up or down: {hit_rate:.1%}")

# %% plot-praise
fig, ax = plt.subplots(num="overlay", figsize=(6, 2.6), layout="constrained")
day = np.arange(0, days, 4)  # every fourth day is enough for the eye
ax.plot(day, truth[day], label="price")
ax.plot(day, forecast[day], "C1", label="LSTM")
ax.set(xlabel="test day", ylabel="price (dollars)")
ax.legend()
plt.show()

# %% plot-zoom
fig, (left, right) = plt.subplots(
    1, 2, num="lagged", figsize=(6, 2.8), layout="constrained"
)
day = np.arange(300, 345)
left.plot(day, truth[day], label="price")
left.plot(day, forecast[day], "C1", label="LSTM")
left.plot(day, persistence[day], "C3:", label="persistence")
left.set(xlabel="test day", ylabel="price (dollars)")
right.bar(lags, by_lag, color="C1")
right.axvline(0, color="C5", linewidth=0.8)
right.set(xlabel="days after the price", ylabel="correlation of moves")
fig.legend(*left.get_legend_handles_labels(), loc="outside upper center", ncols=3)
plt.show()
