"""Set the weights of one LSTM unit by hand, so that it stores what it is told."""

# %% weights
import keras
import numpy as np

#             i    f   c   o
W = np.array([[0, 0, 1, 0],  # x_t[0], the data: what could be stored
              [40, -40, 0, 0],  # x_t[1], the command “store”
              [0, -40, 0, 0]])  # x_t[2], the command “clear”
U = np.zeros((1, 4))
b = np.array([-20, 20, 0, 20])  # without a command: let nothing in, keep, show

# %% run
layer = keras.layers.LSTM(1, return_sequences=True)
layer.build((1, None, 3))
layer.set_weights([W, U, b])
x = np.zeros((1, 1000, 3), "float32")
x[0, :, 0] = np.random.default_rng(0).uniform(-1, 1, 1000)
x[0, [10, 500], 1] = 1  # store
x[0, 900, 2] = 1  # clear
h = keras.ops.convert_to_numpy(layer(x))[0, :, 0]
wanted = np.tanh(np.tanh(x[0, :, 0]))  # what h is if the data of a step is stored
steps = [9, 10, 11, 499, 500, 899, 900, 999]
kept = [float(h[t]) for t in steps]
for t, value in zip(steps, kept):
    print(f"step {t:3}: h = {value:6.3f}")
