"""Give the same network more training windows, at an equal number of updates."""

# %% imports
import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
width, updates, batch, seeds = 12, 384, 25, 3
t = 0.4 * np.arange(2500)


def make(seed):
    noise = np.random.default_rng(seed).normal(0, 0.3, t.size)
    series = np.sin(t) + 0.5 * np.sin(2.3 * t) + noise
    x = sliding_window_view(series[:-1], width)[..., None].astype("float32")
    return x, series[width:]


# %% baselines
variance, lags = [0.5, 0.125], np.arange(width + 1)  # of the two sines
cov = variance[0] * np.cos(0.4 * lags) + variance[1] * np.cos(0.92 * lags)
seen = cov[np.abs(lags[1:, None] - lags[1:])] + 0.3**2 * np.eye(width)
best = np.linalg.solve(seen, cov[1:])  # of all linear rules
best_linear = float(cov[0] + 0.3**2 - best @ cov[1:])
linear = {}  # windows -> test MSE of least squares, one a seed
for size in (75, 300, 1200):
    linear[size] = []
    for x, y in map(make, range(seeds)):
        weights, *_ = np.linalg.lstsq(x[:size, :, 0], y[:size])
        forecast = x[-1000:, :, 0] @ weights
        linear[size].append(float(np.mean((forecast - y[-1000:]) ** 2)))

# %% train
def network():
    return keras.Sequential(
        [keras.Input((width, 1)), keras.layers.LSTM(32), keras.layers.Dense(1)]
    )


model = network()  # compiled once, and set back before each training
adam = keras.optimizers.Adam(0.01)
model.compile(adam, "mse", jit_compile=True, steps_per_execution=updates // 8)
adam.build(model.trainable_variables)
fresh = {}
adam.save_own_variables(fresh)
test = {}  # windows -> one error a seed
for size in (75, 300, 1200):
    test[size] = []
    for seed in range(seeds):
        x, y = make(seed)
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        adam.load_own_variables(fresh)
        copies = updates * batch // size  # so that all make as many updates
        x_train, y_train = x[:size], y[:size]
        model.fit(np.tile(x_train, (copies, 1, 1)), np.tile(y_train, copies),
                  batch_size=batch, verbose=0)
        forecast = keras.ops.convert_to_numpy(model(x[-1000:]))[:, 0]
        test[size].append(float(np.mean((forecast - y[-1000:]) ** 2)))

# %% compare
print("training windows   test MSE, three seeds")
for size, errors in test.items():
    print(f"{size:5d}, LSTM     " + "".join(f"{e:9.3f}" for e in errors))
    row = "".join(f"{e:9.3f}" for e in linear[size])
    print(f"{size:5d}, linear   {row}")
print(f"best linear rule {best_linear:8.3f}")
