"""Make an LSTM overfit a small noisy data set, and try five cures."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras.layers import LSTM, Dense, Dropout
from numpy.lib.stride_tricks import sliding_window_view

# %% data
sigma, width, seeds = 0.3, 12, 3
parts = {  # between two parts is a gap of a window's length
    "training": (0, 100), "validation": (112, 412), "test": (424, 1424)
}
t = 0.4 * np.arange(1424 + width)
data = []  # one a seed: part -> windows and targets, with noise of its own
for seed in range(seeds):
    noise = np.random.default_rng(seed).normal(0, sigma, t.size)
    series = np.sin(t) + 0.5 * np.sin(2.3 * t) + noise
    x = sliding_window_view(series[:-1], width)[..., None].astype("float32")
    y = series[width:]
    data.append({name: (x[a:b], y[a:b]) for name, (a, b) in parts.items()})

# %% baselines
def mse(forecast, y):
    return float(np.mean((forecast - y) ** 2))


baselines = {"persistence": [], "linear": []}  # test MSE, one a seed
for set_ in data:
    (x, y), (x_test, y_test) = set_["training"], set_["test"]
    baselines["persistence"].append(mse(x_test[:, -1, 0], y_test))
    weights, *_ = np.linalg.lstsq(x[..., 0], y)
    baselines["linear"].append(mse(x_test[..., 0] @ weights, y_test))

# %% networks
l2 = keras.regularizers.L2(1e-3)
cures = {
    "plain": lambda: [LSTM(32)],
    "early stopping": lambda: [LSTM(32)],
    "L2": lambda: [LSTM(32, kernel_regularizer=l2, recurrent_regularizer=l2)],
    "input dropout": lambda: [LSTM(32, dropout=0.3)],
    "recurrent dropout": lambda: [LSTM(32, recurrent_dropout=0.3)],
    "output dropout": lambda: [LSTM(32), Dropout(0.3)],
}


def network(name):
    return keras.Sequential([keras.Input((width, 1)), *cures[name](), Dense(1)])


# %% train
epochs, passes, batch = 9, 10, 20  # an epoch is ten passes, to save time
callbacks = dict.fromkeys(cures, [])
callbacks["early stopping"] = [keras.callbacks.EarlyStopping(
    "val_mse", mode="min", patience=2, restore_best_weights=True
)]
training, validation, test = {}, {}, {}  # cure -> one a seed
for name in cures:
    if name != "early stopping":  # that is the plain network again
        model = network(name)
        model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mse"],
                      jit_compile=False, steps_per_execution=50)
        model.optimizer.build(model.trainable_variables)
        fresh = {}  # the optimizer before any training
        model.optimizer.save_own_variables(fresh)
    training[name], validation[name], test[name] = [], [], []
    for seed, set_ in enumerate(data):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(name).get_weights())
        model.optimizer.load_own_variables(fresh)
        (x, y), (x_test, y_test) = set_["training"], set_["test"]
        history = model.fit(
            np.tile(x, (passes, 1, 1)), np.tile(y, passes), epochs=epochs,
            batch_size=batch, callbacks=callbacks[name], verbose=0,
            validation_data=set_["validation"], validation_batch_size=300,
        ).history
        training[name].append(history["mse"])
        validation[name].append(history["val_mse"])
        forecast = keras.ops.convert_to_numpy(model(x_test))[:, 0]
        test[name].append(mse(forecast, y_test))

# %% compare
print("test MSE            seed 0  seed 1  seed 2    mean")
for name, errors in (baselines | test).items():
    columns = "".join(f"{error:8.3f}" for error in [*errors, np.mean(errors)])
    print(f"{name:18}{columns}")
print(f"{'noise alone':42}{sigma**2:8.3f}")
stopped = [len(curve) for curve in validation["early stopping"]]

# %% plot
fig, axes = plt.subplots(2, 3, num="cures", figsize=(6, 4.6), sharex=True,
                         sharey=True, layout="constrained")
for ax, name in zip(axes.flat, cures):
    for seed in range(seeds):
        for curves, style in ((validation, "C1"), (training, "C0--")):
            curve = curves[name][seed]
            ax.plot(range(1, len(curve) + 1), curve, style)
        ax.plot(epochs + 1, test[name][seed], "o", color="C1", mfc="none")
    ax.axhline(np.mean(baselines["linear"]), color="C2")
    ax.axhline(sigma**2, color="C5", linestyle=":")
    ax.set(title=name.replace(" ", "\n"), ylim=(0, 0.4), xticks=[1, 5, 9])
lines = axes[0, 0].lines[:3] + axes[0, 0].lines[-2:]
labels = ["validation", "training", "test", "linear, test", "noise alone"]
fig.legend(lines, labels, loc="outside upper center", ncols=3)
axes[1, 1].set_xlabel("epoch (ten passes each)")
axes[0, 0].set_ylabel("mean squared error")
plt.show()
