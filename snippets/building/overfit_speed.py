"""Measure what each cure costs in time, with and without compilation."""

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
def network(layers, jit):
    inputs, dense = keras.Input((T, 1)), keras.layers.Dense(1)
    model = keras.Sequential([inputs, *layers, dense])
    model.compile("adam", "mse", jit_compile=jit)
    model.train_on_batch(x, y)  # the first call compiles
    return model


models = {(name, jit): network(make(), jit)
          for jit in (False, True) for name, make in cures.items()}
cost = {key: [] for key in models}  # CPU time of three updates, one a turn
for _ in range(9):  # in turn, so that a busy moment hits all
    for key, model in models.items():
        start = process_time()
        for _ in range(3):
            model.train_on_batch(x, y)
        cost[key].append(process_time() - start)

# %% compare
ratio = {}  # cure -> over plain, without and with compilation
print("time of an update, over plain   without jit   with jit")
for name in cures:
    ratio[name] = [  # the median of the turns
        float(np.median(np.divide(cost[name, jit], cost["plain", jit])))
        for jit in (False, True)
    ]
    print(f"{name:30}{ratio[name][0]:11.2f}{ratio[name][1]:11.2f}")
