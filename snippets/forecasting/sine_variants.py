"""Forecast three series with three layers and three seeds, beside baselines."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
angle = 0.1 * np.arange(1000)
sigma = 0.1  # standard deviation of the noise
noise = np.random.default_rng(7).normal(0, sigma, 1000)
series = {
    "sine": np.sin(angle),
    "cosine": np.cos(angle),
    "noisy sum": np.sin(angle) + 0.5 * np.sin(2.3 * angle) + noise,
}

# %% windows
width, train, test = 50, slice(0, 600), slice(650, 950)  # a gap of 50 windows
windows = {name: sliding_window_view(x[:-1], width) for name, x in series.items()}
targets = {name: x[width:] for name, x in series.items()}  # (windows,)
# Nobody can forecast the noise of the next point: its mean square is the least
# error on offer.
noise_floor = np.mean(noise[width:][test] ** 2)

# %% baselines
# How many past points the linear model sees.
terms = {"sine": 2, "cosine": 2, "noisy sum": 50}
persistence_mse, linear_mse = {}, {}
for name in series:
    x, y = windows[name], targets[name]
    persistence_mse[name] = np.mean((x[test, -1] - y[test]) ** 2)
    past = x[:, -terms[name]:]
    weights, *_ = np.linalg.lstsq(past[train], y[train])
    linear_mse[name] = np.mean((past[test] @ weights - y[test]) ** 2)

# %% networks
def network(layer):
    return keras.Sequential([
        keras.Input((width, 1)), layer(32), keras.layers.Dense(1)
    ])


kinds = (keras.layers.SimpleRNN, keras.layers.LSTM, keras.layers.GRU)
layers = {layer.__name__: layer for layer in kinds}
passes = 10  # all in one epoch: a new epoch costs time
errors = {name: {} for name in series}  # errors[series][layer]: one a seed
for layer_name, layer in layers.items():
    model = network(layer)  # compiled once, and set back before each training
    model.compile(keras.optimizers.Adam(0.01), "mse", jit_compile=True,
                  steps_per_execution=6 * passes)
    model.optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    model.optimizer.save_own_variables(fresh)
    for name in series:
        x, y = windows[name][..., None], targets[name]  # (windows, time, 1), …
        errors[name][layer_name] = []
        for seed in range(3):
            keras.utils.set_random_seed(seed)
            model.set_weights(network(layer).get_weights())
            model.optimizer.load_own_variables(fresh)
            model.fit(np.tile(x[train], (passes, 1, 1)),
                      np.tile(y[train], passes), batch_size=100, verbose=0)
            forecast = model.predict_on_batch(x[test])[:, 0]
            mse = float(np.mean((forecast - y[test]) ** 2))
            errors[name][layer_name].append(mse)

# %% compare
print("test MSE   " + "".join(f"{name:>19}" for name in series))
print("persistence" + "".join(f"{mse:19.1e}" for mse in persistence_mse.values()))
for layer_name in layers:
    found = [errors[name][layer_name] for name in series]
    spread = [f"{min(mse):.1e} – {max(mse):.1e}" for mse in found]
    print(f"{layer_name:11}" + "".join(f"{text:>19}" for text in spread))
print("linear     " + "".join(f"{mse:19.1e}" for mse in linear_mse.values()))
print("noise floor" + f"{'':38}{noise_floor:19.1e}")

# %% plot
fig, axes = plt.subplots(
    1, 3, num="variants", figsize=(6, 3.4), layout="constrained"
)
for ax, name in zip(axes, series):
    for column, color in enumerate(["C0", "C1", "C4"]):
        mse = list(errors[name].values())[column]
        ax.plot([column] * 3, mse, "o", color=color, alpha=0.7)
    above = ax.axhline(persistence_mse[name], color="C3", linestyle=":")
    below = ax.axhline(linear_mse[name], color="C2", linestyle="--")
    ax.set(title=name, xlim=(-0.5, 2.5))
    ax.set_xticks(range(3), layers, rotation=45, ha="right")
for ax in axes[:2]:
    ax.set(yscale="log", ylim=(1e-30, 1))  # many orders of magnitude on one axis
floor = axes[2].axhline(noise_floor, color="C5")
axes[2].set_ylim(0)
axes[0].set_ylabel("test error (MSE)")
lines = {"persistence": above, "linear": below, "noise floor": floor}
fig.legend(lines.values(), lines, loc="outside upper center", ncols=3)
plt.show()
