"""Test models of prices and of returns beside persistence, split by time."""

# %% imports
import csv
import gzip
from importlib.metadata import distribution

import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
# The data: pip install --no-deps bokeh-sampledata==2026.1
path = distribution("bokeh-sampledata").locate_file(
    "bokeh_sampledata/_data/stocks.csv.gz")
prices = {"IBM": [], "AAPL": [], "MSFT": []}
with gzip.open(path, "rt") as file:
    for row in csv.DictReader(file):
        if row["Ticker"] in prices:
            prices[row["Ticker"]].append(float(row["Adj Close"]))
prices = {name: np.array(price) for name, price in prices.items()}
width = 60

# %% network
def network():
    return keras.Sequential([
        keras.Input((width, 1)), keras.layers.LSTM(16), keras.layers.Dense(1)
    ])


model = network()  # compiled once, and set back before each training
adam = keras.optimizers.Adam(0.005)
model.compile(adam, "mse", jit_compile=True, steps_per_execution=24)
adam.build(model.trainable_variables)
adam.save_own_variables(fresh := {})


def lstm(x, y, train, test, seed):
    keras.utils.set_random_seed(seed)
    model.set_weights(network().get_weights())
    adam.load_own_variables(fresh)
    x_train, y_train = x[train][-2400:, :, None], y[train][-2400:]  # 24 batches
    model.fit(x_train, y_train, batch_size=100, epochs=4, verbose=0)
    return model.predict(x[test, :, None], batch_size=4000, verbose=0)[:, 0]


def linear(x, y, train, test):
    x = np.c_[x[:, -5:], np.ones(len(x))]  # five days and a constant
    coefficients, *_ = np.linalg.lstsq(x[train], y[train])
    return x[test] @ coefficients


def score(forecast, truth, last):
    """Root mean squared error ÷ that of persistence, and the hit rate."""
    mse = np.mean((forecast - truth) ** 2) / np.mean((last - truth) ** 2)
    hits = np.mean((forecast > last) == (truth > last))
    return float(np.sqrt(mse)), float(hits)

# %% compare
results, up = {}, {}  # results[share][model]: one (error, hit rate) a seed
for share, price in prices.items():
    moves = np.diff(np.log(price))  # log returns: moves[t] ends on day t + 1
    today, tomorrow = price[width:-1], price[width + 1:]  # (windows,)
    levels = sliding_window_view(price[1:-1], width)  # the last is `today`
    returns = sliding_window_view(moves[:-1], width)  # of the same days
    outcome = moves[width:]  # from today to tomorrow
    cut = int(0.8 * len(price)) - width - 1  # the first window of the test part
    late = np.arange(len(today)) >= cut
    early = np.arange(len(today)) < cut - width  # a gap of a window
    seen = price[1:cut + 1]  # all points of the training part
    scalers = {
        "LSTM, scaled on all": (price.min(), price.max()),
        "LSTM, scaled on train": (seen.min(), seen.max()),
    }
    deviation = np.std(outcome[early])
    truth, last = tomorrow[late], today[late]
    change = linear(returns, outcome, early, late)
    found = {
        "persistence": [last],
        "linear, level": [linear(levels, tomorrow, early, late)],
        "linear, returns": [last * np.exp(change)],
        **{name: [] for name in [*scalers, "LSTM, returns"]},
    }
    for seed in range(3):
        made = {}  # where both ranges are the same, so are both networks
        for name, (a, b) in scalers.items():
            x, y = (levels - a) / (b - a), (tomorrow - a) / (b - a)
            if (a, b) not in made:
                made[a, b] = a + (b - a) * lstm(x, y, early, late, seed)
            found[name].append(made[a, b])
        x, y = returns / deviation, outcome / deviation
        change = deviation * lstm(x, y, early, late, seed)
        found["LSTM, returns"].append(last * np.exp(change))
    results[share] = {
        name: [score(forecast, truth, last) for forecast in forecasts]
        for name, forecasts in found.items()
    }
    up[share] = float(np.mean(outcome[late] > 0))
days = int(late.sum())

# %% table
print("RMSE ÷ persistence's   " + "".join(f"{share:>15}" for share in results))
for name in found:
    texts = []
    for share in results:
        ratios = [ratio for ratio, _ in results[share][name]]
        spread = f"{min(ratios):.3f}–{max(ratios):.3f}"
        texts.append(spread if len(ratios) > 1 else spread[:5])
    print(f"{name:23}" + "".join(f"{text:>15}" for text in texts))
hits = {s: [h for _, h in found["LSTM, returns"]] for s, found in results.items()}
