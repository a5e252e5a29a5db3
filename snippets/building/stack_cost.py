"""Measure what depth costs in time, at equal parameters."""

# %% imports
from time import process_time

import keras
import numpy as np

# %% measure
T, batch, repeats = 40, 100, 5
random = np.random.default_rng(0)
x = random.normal(size=(batch, T, 1)).astype("float32")


def milliseconds(layers, units):
    """CPU time of one update with a batch of 100 sequences, the best of some tries."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((T, 1))])
    for _ in range(layers):
        model.add(keras.layers.LSTM(units, return_sequences=True))
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mse")
    model.train_on_batch(x, x)  # the first call compiles
    times = []
    for _ in range(repeats):
        start = process_time()
        for _ in range(3):
            model.train_on_batch(x, x)
        times.append((process_time() - start) / 3 * 1000)
    return model.count_params(), min(times)


# %% compare
sizes = [(1, 64), (2, 37), (4, 24), (8, 16)]
parameters, cost = {}, {}
for layers, units in sizes:
    parameters[layers], cost[layers] = milliseconds(layers, units)
ratio = {layers: time / cost[1] for layers, time in cost.items()}
print("layers × units  parameters  time of an update")
for layers, units in sizes:
    print(f"{layers:6} × {units:<5}{parameters[layers]:13,d}{ratio[layers]:15.1f} ×")
