"""Forecast three series with three recurrent layers and three seeds each, and keep the baselines in sight."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

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
width, train, test = 50, slice(0, 600), slice(650, 950)  # a gap of 50 windows between the parts
view = np.lib.stride_tricks.sliding_window_view
windows = {name: view(x[:-1], width) for name, x in series.items()}  # (windows, time)
targets = {name: x[width:] for name, x in series.items()}  # (windows,)
# Nobody can forecast the noise of the next point: its mean square is the least error on offer.
noise_floor = np.mean(noise[width:][test] ** 2)

# %% baselines
terms = {"sine": 2, "cosine": 2, "noisy sum": 50}  # how many past points the linear model sees
persistence_mse, linear_mse = {}, {}
for name in series:
    x, y = windows[name], targets[name]
    persistence_mse[name] = np.mean((x[test, -1] - y[test]) ** 2)
    past = x[:, -terms[name]:]
    weights, *_ = np.linalg.lstsq(past[train], y[train])
    linear_mse[name] = np.mean((past[test] @ weights - y[test]) ** 2)

# %% networks
layers = {layer.__name__: layer for layer in (keras.layers.SimpleRNN, keras.layers.LSTM, keras.layers.GRU)}
errors = {}  # errors[series][layer]: one test error for each seed
for name in series:
    x, y = windows[name][..., None], targets[name]  # (windows, time, 1), (windows,)
    errors[name] = {}
    for layer_name, layer in layers.items():
        errors[name][layer_name] = []
        for seed in range(3):
            keras.utils.set_random_seed(seed)
            model = keras.Sequential(
                [keras.Input((width, 1)), layer(32), keras.layers.Dense(1)]
            )
            model.compile(keras.optimizers.Adam(0.01), "mse")
            model.fit(x[train], y[train], epochs=10, batch_size=100, verbose=0)
            forecast = keras.ops.convert_to_numpy(model(x[test]))[:, 0]
            mse = float(np.mean((forecast - y[test]) ** 2))
            errors[name][layer_name].append(mse)

# %% compare
print("test MSE   " + "".join(f"{name:>19}" for name in series))
print("persistence" + "".join(f"{persistence_mse[name]:19.1e}" for name in series))
for layer_name in layers:
    found = [errors[name][layer_name] for name in series]
    spread = [f"{min(mse):.1e} – {max(mse):.1e}" for mse in found]
    print(f"{layer_name:11}" + "".join(f"{text:>19}" for text in spread))
print("linear     " + "".join(f"{linear_mse[name]:19.1e}" for name in series))
print("noise floor" + f"{'':38}{noise_floor:19.1e}")

# %% plot
fig, axes = plt.subplots(1, 3, num="variants")
for ax, name in zip(axes, series):
    for column, layer_name in enumerate(layers):
        ax.plot([column] * 3, errors[name][layer_name], "o", alpha=0.7)
    ax.axhline(persistence_mse[name], color="C3", linestyle=":", label="persistence")
    ax.axhline(linear_mse[name], color="C4", linestyle="--", label="linear")
    ax.set(title=name, xticks=range(3), xticklabels=layers, xlim=(-0.5, 2.5))
    ax.tick_params(axis="x", rotation=45)
for ax in axes[:2]:
    ax.set(yscale="log", ylim=(1e-30, 1))  # twenty-odd orders of magnitude on one axis
floor = axes[2].axhline(noise_floor, color="C5", label="noise floor")
axes[2].set_ylim(0)
axes[0].set_ylabel("test error (MSE)")
axes[0].legend(loc="center")
axes[2].legend(handles=[floor], loc="lower center")
plt.show()
