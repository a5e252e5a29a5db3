"""Old layers, states and cells, what Keras says, and how they are written now."""

# %% imports
import re
import textwrap
import warnings
from contextlib import contextmanager

import keras
import numpy as np
from keras.layers import LSTM, RNN, Embedding
from keras.models import Sequential


@contextmanager
def old():
    """Run old code, and print the error or the warning that it meets."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        try:
            yield
            said = f"UserWarning: {told[0].message}" if told else "nothing"
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
    said = said.partition("\n\nArguments")[0]
    said = re.sub(r"\033\[\d*m", "", said)  # no bold type
    print(textwrap.fill(said, 76))


# %% input-shape
with old():
    model = Sequential()
    model.add(LSTM(50, input_shape=(10, 1)))

model = Sequential([keras.Input((10, 1)), LSTM(50)])

# %% input-length
with old():
    model = Sequential()
    model.add(Embedding(1000, 8, input_length=10))
    model.add(LSTM(50))
arrays_before = len(model.get_weights())
print("arrays of weights:", arrays_before)

words = keras.Input((10,), dtype="int32")
model = Sequential([words, Embedding(1000, 8), LSTM(50)])
arrays_now = len(model.get_weights())
print("arrays of weights:", arrays_now)

# %% rank
with old():
    Sequential([keras.Input((10,)), LSTM(50)])
with old():
    Sequential([keras.Input((10, 1)), LSTM(50), LSTM(50)])

# %% stateful
with old():
    LSTM(3, batch_input_shape=(4, 10, 1), stateful=True)

keeps = LSTM(3, stateful=True)
model = Sequential([keras.Input(batch_shape=(4, 10, 1)), keeps])
x = np.ones((4, 10, 1), "float32")
first = np.asarray(model(x))
with old():
    model.reset_states()

for layer in model.layers:
    if getattr(layer, "stateful", False):
        layer.reset_state()
after_reset = np.asarray(model(x))  # equal to first

# %% set-state
h, c = np.full((4, 3), 0.5, "float32"), np.ones((4, 3), "float32")
with old():
    keeps.reset_states(states=[h, c])

for state, value in zip(keeps.states, (h, c)):
    state.assign(value)
from_states = np.asarray(model(x))

# %% cell
class OldCell(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = self.state_size = units

    def build(self, shape):
        self.W = self.add_weight(shape=(shape[-1], self.units), name="W")
        self.U = self.add_weight(shape=(self.units, self.units), name="U")

    def call(self, inputs, states):
        K = keras.backend
        h = K.dot(inputs, self.W) + K.dot(states[0], self.U)
        return h, [h]  # not reached


class NewCell(OldCell):
    def call(self, inputs, states):
        ops = keras.ops
        h = ops.matmul(inputs, self.W) + ops.matmul(states[0], self.U)
        return h, [h]

    def get_initial_state(self, batch_size=None):  # was inputs, batch_size, dtype
        return [keras.ops.zeros((batch_size, self.units))]


with old():
    RNN(OldCell(3))(x)
layer = RNN(NewCell(3))
own = np.asarray(layer(x))
