"""Leave only the coupled gate and the candidate of an LSTM, and train it."""

# %% imports
import keras
import numpy as np
from keras import ops

# %% cell
class CoupledOnlyCell(keras.layers.Layer):
    """One state and one gate: h_t lies between h_prev and the candidate."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = self.state_size = self.output_size = units

    def build(self, input_shape):
        d, u = input_shape[-1], self.units
        self.W = self.add_weight(shape=(d, 2 * u), initializer="glorot_uniform")
        self.U = self.add_weight(shape=(u, 2 * u), initializer="orthogonal")
        self.b = self.add_weight(shape=(2 * u,), initializer="zeros")
        self.b.assign(np.repeat([1, 0], u))  # the forget bias starts at 1

    def call(self, x_t, states):
        h = states[0]
        a = ops.matmul(x_t, self.W) + ops.matmul(h, self.U) + self.b
        a_f, a_h = ops.split(a, 2, axis=-1)
        f_t = ops.sigmoid(a_f)
        h_t = f_t * h + (1 - f_t) * ops.tanh(a_h)
        return h_t, [h_t]

# %% data
def streams(n, time, seed):
    """Pulses, 5 to 20 steps apart, and how many steps ago the last one was."""
    rng = np.random.default_rng(seed)
    x, y = np.zeros((2, n, time, 1), "float32")  # each (batch, time, 1)
    for k in range(n):
        at = np.cumsum(rng.integers(5, 21, time))  # where the pulses are
        at = np.append(0, at[at < time])
        x[k, at] = 1
        y[k, :, 0] = np.arange(time) - np.repeat(at, np.diff(at, append=time))
    return x, y

x_train, y_train = streams(4096, 50, seed=1)
x_test, y_test = streams(100, 500, seed=2)

# %% train
def network():
    layer = keras.layers.RNN(CoupledOnlyCell(16), return_sequences=True)
    output = keras.layers.Dense(1)
    return keras.Sequential([keras.Input((None, 1)), layer, output])

model, reader = network(), network()
optimizer = keras.optimizers.Adam(0.01, global_clipnorm=1)
model.compile(optimizer, "mse", jit_compile=True, steps_per_execution=16)
optimizer.build(model.trainable_variables)
fresh = {}  # the optimizer as it is before any training
optimizer.save_own_variables(fresh)
parameters, first, last = model.layers[0].count_params(), [], []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model.set_weights(network().get_weights())
    optimizer.load_own_variables(fresh)
    model.fit(x_train, y_train / 10, batch_size=32, epochs=2, verbose=0)
    reader.set_weights(model.get_weights())
    error = 10 * reader.predict(x_test, batch_size=100, verbose=0) - y_test
    first.append(float(np.sqrt(np.mean(error[:, :50] ** 2))))
    last.append(float(np.sqrt(np.mean(error[:, -50:] ** 2))))
print(f"{parameters} parameters")
print("steps 1–50:   ", *(f"{e:.2f}" for e in first))
print("steps 451–500:", *(f"{e:.2f}" for e in last))
