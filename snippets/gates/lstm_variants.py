"""Train four kinds of LSTM to tell how long ago the last pulse was."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import ops

# %% cell
class VariantCell(keras.layers.Layer):
    """An LSTM cell of the blocks in ``blocks``, in any choice of i, f, c, o."""

    def __init__(self, units, blocks="ifco", peepholes=False, **options):
        super().__init__(**options)
        self.units, self.blocks, self.peepholes = units, blocks, peepholes
        self.state_size, self.output_size = [units, units], units

    def build(self, input_shape):
        d, u, n = input_shape[-1], self.units, len(self.blocks)
        self.W = self.add_weight(shape=(d, n * u), initializer="glorot_uniform")
        self.U = self.add_weight(shape=(u, n * u), initializer="orthogonal")
        self.b = self.add_weight(shape=(n * u,), initializer="zeros")
        self.b.assign(np.repeat([int(k == "f") for k in self.blocks], u))
        if self.peepholes:
            self.p = self.add_weight(shape=(3, u), initializer="zeros")

    def call(self, x_t, states):
        h, c = states
        a = ops.matmul(x_t, self.W) + ops.matmul(h, self.U) + self.b
        a = dict(zip(self.blocks, ops.split(a, len(self.blocks), axis=-1)))
        p_i, p_f, p_o = ops.unstack(self.p) if self.peepholes else (0, 0, 0)
        # A gate that is not among the blocks stays open, but i is then 1 - f.
        f_t = ops.sigmoid(a["f"] + p_f * c) if "f" in a else 1
        i_t = ops.sigmoid(a["i"] + p_i * c) if "i" in a else 1 - f_t
        c_t = f_t * c + i_t * ops.tanh(a["c"])
        o_t = ops.sigmoid(a["o"] + p_o * c_t) if "o" in a else 1
        h_t = o_t * ops.tanh(c_t)
        return h_t, [h_t, c_t]

variants = {
    "LSTM": {},
    "peepholes": {"peepholes": True},
    "coupled": {"blocks": "fco"},
    "no forget gate": {"blocks": "ico"},
}

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
x_test, y_test = streams(100, 500, seed=2)  # ten times as long
# Without memory: 0 at a pulse, and the mean of all other targets elsewhere.
guess = np.where(x_test == 1, 0, y_train[x_train == 0].mean())
baseline = float(np.sqrt(np.mean((guess - y_test) ** 2)))

# %% train
def network(options):
    layer = keras.layers.RNN(VariantCell(16, **options), return_sequences=True)
    output = keras.layers.Dense(1)
    return keras.Sequential([keras.Input((None, 1)), layer, output])

scale = 10  # targets are divided by it
parameters, rmse = {}, {}  # rmse[name]: (seeds, 10), one for each 50 steps
for name, options in variants.items():
    model, reader = network(options), network(options)
    optimizer = keras.optimizers.Adam(0.01, global_clipnorm=1)
    model.compile(optimizer, "mse", jit_compile=True, steps_per_execution=16)
    optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    optimizer.save_own_variables(fresh)
    parameters[name], rmse[name] = model.layers[0].count_params(), []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(options).get_weights())
        optimizer.load_own_variables(fresh)
        model.fit(x_train, y_train / scale, batch_size=32, epochs=2, verbose=0)
        reader.set_weights(model.get_weights())  # not compiled for one length
        error = scale * reader.predict(x_test, batch_size=100, verbose=0) - y_test
        by_part = np.mean(error.reshape(100, 10, 50) ** 2, axis=(0, 2))
        rmse[name].append(np.sqrt(by_part).tolist())

# %% compare
print(f"{'':14}  parameters   steps 1–50     steps 451–500")
for name, found in rmse.items():
    first, last = ([part[k] for part in found] for k in (0, -1))
    print(f"{name:14}  {parameters[name]:10,}  {min(first):.2f} –",
          f"{max(first):.2f}    {min(last):.2f} – {max(last):.2f}")
print(f"{'no memory':14}  {'':10}  {baseline:.2f}")

# %% plot
fig, ax = plt.subplots(num="along", figsize=(6, 3.2))
styles = "C1-", "C0-.", "C4--", "C5:"
for (name, found), style in zip(rmse.items(), styles):
    for k, by_part in enumerate(found):
        ax.plot(np.arange(25, 500, 50), by_part, style, linewidth=1.1,
                label=None if k else name)
ax.axvline(50, color="C5", linewidth=0.8)
ax.set(yscale="log", xlabel="step of the stream", ylabel="error (steps)")
ax.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.45, 1.2),
          handlelength=1.5, columnspacing=1)
plt.show()
