"""Make an LSTM overfit a small noisy data set, and compare six cures."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
sigma, width, seeds = 0.3, 12, 3
sizes = {"train": 150, "validation": 300, "test": 1000}  # windows


def make(seed):
    """Windows and targets of each part, from a series with its own noise"""
    t = 0.4 * np.arange(sum(sizes.values()) + 3 * width)
    noise = np.random.default_rng(seed).normal(0, sigma, t.size)
    series = np.sin(t) + 0.5 * np.sin(2.3 * t) + noise
    x = sliding_window_view(series[:-1], width)[..., None].astype("float32")
    y, start, parts = series[width:], 0, {}
    for name, size in sizes.items():
        parts[name] = x[start : start + size], y[start : start + size]
        start += size + width  # a gap, so that no point is in two parts
    return parts


data = [make(seed) for seed in range(seeds)]

# %% baselines
def mse(forecast, y):
    return float(np.mean((forecast - y) ** 2))


persistence, linear = [], []  # one a series
for parts in data:
    (x, y), (x_test, y_test) = parts["train"], parts["test"]
    persistence.append(mse(x_test[:, -1, 0], y_test))
    weights, *_ = np.linalg.lstsq(x[..., 0], y)
    linear.append(mse(x_test[..., 0] @ weights, y_test))

# %% networks
LSTM, Dropout = keras.layers.LSTM, keras.layers.Dropout
l2 = keras.regularizers.L2(1e-3)
cures = {
    "plain": lambda: [LSTM(32)],
    "fewer units": lambda: [LSTM(4)],
    "L2": lambda: [LSTM(32, kernel_regularizer=l2, recurrent_regularizer=l2)],
    "input dropout": lambda: [LSTM(32, dropout=0.3)],
    "recurrent dropout": lambda: [LSTM(32, recurrent_dropout=0.3)],
    "output dropout": lambda: [LSTM(32), Dropout(0.3)],
}


def network(name):
    dense = keras.layers.Dense(1)
    return keras.Sequential([keras.Input((width, 1)), *cures[name](), dense])


# %% train
epochs, passes, batch = 24, 5, 25  # an epoch is five passes, to save time


def train(model, fresh, name, seed, callbacks=()):
    """From the seed's own start -> training and validation error by epoch, and test"""
    keras.utils.set_random_seed(seed)
    model.set_weights(network(name).get_weights())
    model.optimizer.load_own_variables(fresh)
    x, y = data[seed]["train"]
    history = model.fit(
        np.tile(x, (passes, 1, 1)), np.tile(y, passes),
        epochs=epochs, batch_size=batch, verbose=0, callbacks=list(callbacks),
        validation_data=data[seed]["validation"], validation_batch_size=300,
    ).history
    x, y = data[seed]["test"]
    test = mse(keras.ops.convert_to_numpy(model(x))[:, 0], y)
    return history["mse"], history["val_mse"], test


training, validation, test = {}, {}, {}  # cure -> one a seed
for name in cures:
    model = network(name)
    model.compile(
        keras.optimizers.Adam(0.01), "mse", metrics=["mse"], jit_compile=True,
        steps_per_execution=passes * sizes["train"] // batch,
    )
    model.optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    model.optimizer.save_own_variables(fresh)
    runs = [train(model, fresh, name, seed) for seed in range(seeds)]
    training[name], validation[name], test[name] = zip(*runs)
    if name == "plain":
        runs = []
        for seed in range(seeds):
            stop = keras.callbacks.EarlyStopping(
                "val_mse", mode="min", patience=5, restore_best_weights=True
            )
            runs.append(train(model, fresh, name, seed, [stop]))
        stopped = zip(*runs)

# %% compare
