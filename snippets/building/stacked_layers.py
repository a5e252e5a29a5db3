"""Stack recurrent layers, and see what goes from one to the next."""

# %% imports
from textwrap import fill

import keras
import numpy as np

keras.utils.set_random_seed(0)

# %% error
LSTM, Dense = keras.layers.LSTM, keras.layers.Dense
inputs = keras.Input((20, 1))  # (time, features)
last = LSTM(16)(inputs)  # the last hidden state only
print(f"LSTM(16) returns {last.shape}")
try:
    LSTM(16)(last)
except ValueError as error:
    message = str(error)
    print(fill(f"ValueError: {message}", 78))

# %% stack
model = keras.Sequential([
    inputs,
    LSTM(16, return_sequences=True),  # (batch, time, 16): all hidden states
    LSTM(16),                         # reads them; (batch, 16): the last one
    Dense(1),
])
shapes = [tuple(layer.output.shape) for layer in model.layers]
counts = [layer.count_params() for layer in model.layers]
for layer, shape, count in zip(model.layers, shapes, counts):
    print(f"{layer.__class__.__name__:6}{str(shape):16}{count:6,d} parameters")

# %% step
def simple_rnn_step(x_t, h_prev, W, U, b):
    return np.tanh(x_t @ W + h_prev @ U + b)


def stack(x, layers):
    """x (batch, time, d), layers [(W, U, b)] -> the top's states at all steps"""
    h = [np.zeros((len(x), U.shape[0]), x.dtype) for _, U, _ in layers]
    hs = []
    for t in range(x.shape[1]):
        below = x[:, t]  # the input of the lowest layer
        for i, (W, U, b) in enumerate(layers):
            h[i] = below = simple_rnn_step(below, h[i], W, U, b)
        hs.append(below)
    return np.stack(hs, axis=1)  # (batch, time, units of the top)


# %% equal
random = np.random.default_rng(0)
x = random.normal(size=(4, 30, 2)).astype("float32")
deep = keras.Sequential([
    keras.layers.SimpleRNN(units, return_sequences=True) for units in (5, 3, 6)
])
deep.build(x.shape)
deep.set_weights([
    random.normal(0, 0.3, w.shape).astype("float32") for w in deep.get_weights()
])
ours = stack(x, [layer.get_weights() for layer in deep.layers])
difference = float(np.abs(ours - deep(x).numpy()).max())
print(f"largest difference over {ours.shape}: {difference:.0e}")
