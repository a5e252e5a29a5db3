"""Measure what depth costs in time, at equal parameters."""

# %% imports
from time import process_time

import keras
import numpy as np

# %% measure
T, batch = 40, 100
random = np.random.default_rng(0)
x = random.normal(size=(batch, T, 1)).astype("float32")


def network(layers, units):
    model = keras.Sequential([keras.Input((T, 1))])
    for _ in range(layers):
        model.add(keras.layers.LSTM(units, return_sequences=True))
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mse")
    model.train_on_batch(x, x)  # the first call compiles
    return model


sizes = [(1, 64), (2, 37), (4, 24), (8, 16)]
models = {layers: network(layers, units) for layers, units in sizes}
parameters = {layers: model.count_params() for layers, model in models.items()}
cost = dict.fromkeys(models, np.inf)  # CPU time of one update, the least of six
for _ in range(6):  # in turn, so that a busy moment hits all
    for layers, model in models.items():
        start = process_time()
        for _ in range(3):
            model.train_on_batch(x, x)
        cost[layers] = min(cost[layers], process_time() - start)

# %% compare
ratio = {layers: time / cost[1] for layers, time in cost.items()}
print("layers × units  parameters  time of an update")
for layers, units in sizes:
    columns = f"{parameters[layers]:13,d}{ratio[layers]:15.1f} ×"
    print(f"{layers:6} × {units:<5}{columns}")
