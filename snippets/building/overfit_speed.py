"""Measure what each cure costs in time, with and without just-in-time compilation."""

# %% imports
from time import process_time

import keras
import numpy as np

# %% networks
T, units, batch = 40, 32, 50
random = np.random.default_rng(0)
x = random.normal(size=(batch, T, 1)).astype("float32")
y = random.normal(size=(batch, 1)).astype("float32")
LSTM, Dropout = keras.layers.LSTM, keras.layers.Dropout
penalty = keras.regularizers.L2(1e-3)
cures = {
    "plain": lambda: [LSTM(units)],
    "L2": lambda: [LSTM(units, kernel_regularizer=penalty,
                        recurrent_regularizer=penalty)],
    "output dropout": lambda: [LSTM(units), Dropout(0.3)],
    "input dropout": lambda: [LSTM(units, dropout=0.3)],
    "recurrent dropout": lambda: [LSTM(units, recurrent_dropout=0.3)],
    "fewer units": lambda: [LSTM(units // 4)],
}


# %% measure
def milliseconds(layers, jit):
    """CPU time of one update, the best of some tries"""
    model = keras.Sequential([keras.Input((T, 1)), *layers, keras.layers.Dense(1)])
    model.compile("adam", "mse", jit_compile=jit)
    model.train_on_batch(x, y)  # the first call compiles
    times = []
    for _ in range(6):
        start = process_time()
        for _ in range(5):
            model.train_on_batch(x, y)
        times.append((process_time() - start) / 5 * 1000)
    return min(times)


cost = {}  # cure -> relative to plain: without jit, with jit
for name, make in cures.items():
    cost[name] = [milliseconds(make(), jit) for jit in (False, True)]
plain = cost["plain"]
ratio = {name: [c / p for c, p in zip(pair, plain)] for name, pair in cost.items()}

# %% compare
print("time of an update, over plain   without jit   with jit")
for name, (without, with_jit) in ratio.items():
    print(f"{name:30}{without:11.2f}{with_jit:11.2f}")
