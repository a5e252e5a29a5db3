"""Let a one-step forecaster run on its own forecasts, and measure its drift."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import ops
from numpy.lib.stride_tricks import sliding_window_view

# %% data
step, width, horizon = 0.1, 20, 314  # ten pi radians ahead: five periods
series = np.sin(step * np.arange(1000))
windows, targets = sliding_window_view(series[:-1], width), series[width:]
x_train, y_train = windows[:600, :, None], targets[:600]
first = 650 + np.arange(63)[:, None]  # 63 test windows, all around a period
start = windows[first[:, 0], :, None]  # (63, 20, 1)
angle = step * (first + width + np.arange(horizon))
truth = np.sin(angle)  # (63, 314): truth[i, k] is k + 1 steps after window i

# %% network
def network():
    return keras.Sequential([
        keras.Input((width, 1)), keras.layers.LSTM(32), keras.layers.Dense(1)
    ])


model = network()  # compiled once, and set back before each training
model.compile(keras.optimizers.Adam(), "mse", jit_compile=True,
              steps_per_execution=15)
model.optimizer.build(model.trainable_variables)
model.optimizer.save_own_variables(fresh := {})

# %% free-run
class FreeRun(keras.Model):
    """Forecast, append it to the window, drop the oldest point, repeat."""

    def __init__(self, model):
        super().__init__()
        self.model = model  # a part of this one, so Keras knows its weights

    def call(self, window):  # (batch, time, 1)
        def one_step(window, _):
            forecast = self.model(window)  # (batch, 1)
            window = ops.concatenate([window[:, 1:], forecast[:, None]], axis=1)
            return window, window  # TensorFlow's scan wants two of one shape
        _, windows = ops.scan(one_step, window, length=horizon)
        return ops.transpose(windows[:, :, -1, 0])  # (batch, horizon)


free_run = FreeRun(model)
free_run.compile(jit_compile=True)

# %% train
epochs, runs, kicked = 20, {}, {}
schedules = {  # learning rate by epoch
    "constant": lambda epoch: 0.01,
    "schedule": lambda epoch: 0.005 * (1 + np.cos(np.pi * epoch / epochs)),
}
for name, rate in schedules.items():
    by_epoch = [keras.callbacks.LearningRateScheduler(rate)]
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        model.optimizer.load_own_variables(fresh)
        model.fit(x_train, y_train, 40, epochs, verbose=0, callbacks=by_epoch)
        runs[f"{name} {seed}"] = free_run.predict_on_batch(start)  # (63, 314)
        kicked[f"{name} {seed}"] = free_run.predict_on_batch(0.5 * start)

# %% baselines
coefficients, *_ = np.linalg.lstsq(x_train[:, -2:, 0], y_train)
for window, found in (start, runs), (0.5 * start, kicked):
    points = list(window[:, -2:, 0].T)
    for _ in range(horizon):
        points.append(coefficients @ np.array(points[-2:]))
    found["two-term"] = np.stack(points[2:], axis=1)
runs["persistence"] = np.repeat(start[:, -1], horizon, axis=1)

# %% drift
def amplitude_phase(run):
    """Fit a sine and a cosine of the right frequency to the fourth period."""
    a = angle[:, 189:252].ravel()
    basis = np.stack([np.sin(a), np.cos(a)], axis=1)
    (s, c), *_ = np.linalg.lstsq(basis, run[:, 189:252].ravel())
    return float(np.hypot(s, c)), float(np.arctan2(c, s))  # radians ahead


curves, error, drift = {}, {}, {}
print("RMS error at step    1        10       100       300   amplitude   phase")
for name, run in runs.items():
    curves[name] = np.sqrt(np.mean((run - truth) ** 2, axis=0))  # by horizon
    error[name] = [float(curves[name][k - 1]) for k in (1, 10, 100, 300)]
    drift[name] = amplitude_phase(run)
    text = "".join(f"{e:10.1e}" for e in error[name])
    print(f"{name:12}{text}{drift[name][0]:11.4f}{drift[name][1]:+8.3f}")
lstm = np.array(list(error.values())[:6]).T.tolist()  # lstm[column][run]

# %% kick
kick = {name: amplitude_phase(run)[0] for name, run in kicked.items()}
print("\n".join(f"{name:12}{found:6.3f}" for name, found in kick.items()))

# %% plot
fig, ax = plt.subplots(num="drifting", figsize=(6, 3.4), layout="constrained")
few = np.unique(np.geomspace(1, horizon, 36).astype(int)) - 1
styles = ["C1--"] * 3 + ["C1-"] * 3 + ["C2-.", "C3:"]
for style, (name, curve) in zip(styles, curves.items()):
    label = None if name[-1] in "12" else name.removesuffix(" 0")
    ax.loglog(few + 1, curve[few], style, label=label)
ax.set(xlabel="steps ahead", ylabel="RMS error")
fig.legend(loc="outside upper center", ncols=4)
plt.show()
