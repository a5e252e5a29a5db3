"""Train eight LSTM layers, once plain and once with residual connections."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% task
T, layers, units, epochs, seeds = 16, 8, 12, 6, 3
random = np.random.default_rng(0)
x = random.uniform(-1, 1, (4000, T)).astype("float32")
s, y = np.zeros((len(x), 2)), []
for t in range(T):  # two stages of the chain
    s[:, 0] = 0.6 * s[:, 0] + x[:, t]
    s[:, 1] = 0.6 * s[:, 1] + np.sin(2 * s[:, 0])
    y.append(np.sin(2 * s[:, 1]))
x, y = x[..., None], np.stack(y, axis=1)[..., None].astype("float32")
x_train, y_train, x_test, y_test = x[:3000], y[:3000], x[3000:], y[3000:]

# %% network
def build(residual):
    inputs = keras.Input((T, 1))
    s = keras.layers.LSTM(units, return_sequences=True)(inputs)
    for _ in range(layers - 1):
        h = keras.layers.LSTM(units, return_sequences=True)(s)
        s = keras.layers.Add()([s, h]) if residual else h
    return keras.Model(inputs, keras.layers.Dense(1)(s))


# %% start
