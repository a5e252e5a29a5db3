"""Train on a network's own forecasts, and measure at which horizons it helps."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import ops

# %% data
step, sigma, width, trained, horizon = 0.1, 0.1, 20, 40, 314
random = np.random.default_rng(3)
series = np.sin(step * np.arange(700)) + random.normal(0, sigma, 700)
pieces = series[np.arange(600)[:, None] + np.arange(width + trained)]  # (600, 60)
phase = random.uniform(0, 2 * np.pi, (200, 1))  # of 200 test windows
clean = np.sin(phase + step * np.arange(width + horizon))
start = clean[:, :width] + random.normal(0, sigma, (200, width))
truth = clean[:, width:]  # (200, 314), without noise, which nobody can forecast

# %% feedback
class Feedback(keras.layers.Layer):
    """One LSTM step that reads a given value, or else its own last forecast."""
    def __init__(self, units):
        super().__init__()
        self.cell = keras.layers.LSTMCell(units)
        self.head = keras.layers.Dense(1)
        self.state_size, self.output_size = [units, units, 1], 1

    def build(self, _):
        self.cell.build((None, 1))
        self.head.build((None, self.cell.units))

    def call(self, inputs, states):
        value, given = ops.split(inputs, 2, axis=-1)  # (batch, 1) each
        h, c, own = states
        x = given * value + (1 - given) * own
        h, (_, c) = self.cell(x, [h, c])
        forecast = self.head(h)
        return forecast, [h, c, forecast]


def network():
    layer = keras.layers.RNN(Feedback(32), return_sequences=True)
    return keras.Sequential([keras.Input((None, 2)), layer])  # value, given

# %% train
def inputs(values, given):
    flags = np.where(np.arange(values.shape[1]) < width, 1, given)
    return np.stack([values, flags + 0 * values], axis=-1).astype("float32")


def late_loss(y, forecast):  # only on steps after the window
    return ops.mean((y[:, width - 1:] - forecast[:, width - 1:]) ** 2)


rate = keras.optimizers.schedules.CosineDecay(0.01, 12 * 19)  # 12 epochs
model, optimizer = network(), keras.optimizers.Adam(rate, global_clipnorm=1.0)
model.compile(optimizer, late_loss, jit_compile=True, steps_per_execution=19)
optimizer.build(model.trainable_variables)
optimizer.save_own_variables(fresh := {})
test = inputs(np.pad(start, [(0, 0), (0, horizon - 1)]), given=0)
forecasts = {}
for name, given in [("teacher forcing", 1), ("own forecasts", 0)]:
    x, y, forecasts[name] = inputs(pieces[:, :-1], given), pieces[:, 1:], []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        optimizer.load_own_variables(fresh)
        model.fit(x, y, epochs=12, batch_size=32, verbose=0)
        forecasts[name].append(model.predict_on_batch(test)[:, width - 1:, 0])

# %% baselines
def linear_run(coefficients):
    run = start
    for _ in range(horizon):
        run = np.c_[run, run[:, -len(coefficients):] @ coefficients]
    return run[:, width:]


forecasts["persistence"] = [np.repeat(start[:, -1:], horizon, axis=1)]
forecasts["always zero"] = [0 * truth]
forecasts["exact two-term"] = [linear_run(np.array([-1, 2 * np.cos(step)]))]
for terms in 2, 20:
    past = series[np.arange(659 - terms)[:, None] + np.arange(terms + 1)]
    coefficients, *_ = np.linalg.lstsq(past[:, :-1], past[:, -1])
    forecasts[f"fitted, {terms} points"] = [linear_run(coefficients)]

# %% compare
bands = {"1": (0, 1), "2–10": (1, 10), "11–40": (10, 40), "41–314": (40, 314)}
errors, curves = {}, {}
print("RMS error at step    " + "".join(f"{band:>12}" for band in bands))
for name, runs in forecasts.items():
    curves[name] = [np.sqrt(np.mean((run - truth) ** 2, axis=0)) for run in runs]
    errors[name], text = {}, f"{name:21}"
    for band, (a, b) in bands.items():
        e = [float(np.mean(curve[a:b] ** 2) ** 0.5) for curve in curves[name]]
        text += f"{f'{min(e):.3f}–{max(e):.3f}' if e[1:] else f'{e[0]:.3f}':>12}"
        errors[name][band] = e
    print(text)

# %% plot
fig, ax = plt.subplots(num="cure", figsize=(6, 3.8), layout="constrained")
few = np.unique(np.geomspace(1, horizon, 32).astype(int)) - 1
styles = ["C1--", "C1-", "C3:", "C5:", "C2-.", "C2:", "C2-"]
for style, (name, found) in zip(styles, curves.items()):
    for i, curve in enumerate(found):
        ax.loglog(few + 1, curve[few], style, label=None if i else name)
ax.axvline(trained, color="C5", linewidth=0.8)
ax.set(xlabel="steps ahead", ylabel="RMS error")
fig.legend(loc="outside upper center", ncols=3)
plt.show()
