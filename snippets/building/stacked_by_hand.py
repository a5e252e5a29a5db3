"""Set the weights of a recurrent layer by hand: it remembers and bends."""

# %% imports
import keras
import numpy as np

# %% task
T = 12
x = np.random.default_rng(0).uniform(-1, 1, (4000, T, 1)).astype("float32")
y, m = np.zeros_like(x), np.zeros((4000, 1))
for t in range(T):
    m = 0.6 * m + x[:, t]  # remember
    y[:, t] = np.sin(2 * m)  # bend
train, test = slice(0, 3000), slice(3000, 4000)

# %% by-hand
units, small = 12, 0.1
layer = keras.layers.SimpleRNN(units, return_sequences=True)
layer.build((None, T, 1))
W, U = np.zeros((1, units)), np.zeros((units, units))
W[0, 0], U[0, 0] = small, 0.6  # unit 0 remembers about small · m
W[0, 1:], U[0, 1:] = 1.5, 1.5 * 0.6 / small  # the others read 1.5 m, and bend it
b = np.append(0, np.linspace(-4, 4, units - 1))  # each at a place of its own
layer.set_weights([W, U, b])

# %% fit
h = keras.ops.convert_to_numpy(layer(x))  # (batch, time, units)
h = np.append(h, np.ones_like(x), axis=-1)
V, *_ = np.linalg.lstsq(h[train].reshape(-1, units + 1), y[train].ravel())
error = float(np.mean((h[test] @ V - y[test, :, 0]) ** 2))
parameters = layer.count_params() + units + 1
print(f"{parameters} parameters, test MSE {error:.1e}")
