"""Build a bidirectional layer from two plain ones, and count its parameters."""

# %% imports
import keras
import numpy as np

# %% build
keras.utils.set_random_seed(0)
time, d, u = 7, 3, 8
inputs = keras.Input((time, d))
forward = keras.layers.GRU(u, return_sequences=True)
backward = keras.layers.GRU(u, return_sequences=True, go_backwards=True)
past, future = forward(inputs), backward(inputs)
future = keras.ops.flip(future, axis=1)  # it puts out as it reads
outputs = keras.layers.Concatenate()([past, future])
by_hand = keras.Model(inputs, outputs)

# %% compare
wrapper = keras.layers.Bidirectional(keras.layers.GRU(u, return_sequences=True))
wrapper.build((None, time, d))
wrapper.set_weights(forward.get_weights() + backward.get_weights())
x = np.random.default_rng(0).normal(size=(2, time, d)).astype("float32")
difference = float(np.abs(np.asarray(wrapper(x)) - np.asarray(by_hand(x))).max())
print(f"largest difference {difference:.0e}")

# %% count
def parameters(layer, d):
    layer.build((None, None, d))
    return layer.count_params()


counts = {}  # units of the wrapped LSTM: parameters, the same number of outputs
for units in (8, 16, 32, 64):
    both = keras.layers.Bidirectional(keras.layers.LSTM(units))
    counts[str(units)] = (
        parameters(both, d=1), parameters(keras.layers.LSTM(2 * units), d=1)
    )
    print(f"2 × {units:2} units: {counts[str(units)][0]:7,}",
          f"  one way, {2 * units:3} units: {counts[str(units)][1]:7,}")
