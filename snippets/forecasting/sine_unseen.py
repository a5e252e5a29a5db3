"""Give trained forecasters a sine that is louder, softer or faster."""

# %% imports
import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
step, width = 0.1, 50
angle = step * np.arange(1000)


def windowed(x):
    # (windows, time), (windows,)
    return sliding_window_view(x[:-1], width), x[width:]


unseen = {
    "as trained": windowed(np.sin(angle)),
    "half as loud": windowed(0.5 * np.sin(angle)),
    "twice as loud": windowed(2 * np.sin(angle)),
    "twice as fast": windowed(np.sin(2 * angle)),
}

# %% train
x, y = unseen["as trained"]
coefficients, *_ = np.linalg.lstsq(x[:600, -2:], y[:600])


def network():
    return keras.Sequential([
        keras.Input((width, 1)), keras.layers.LSTM(50), keras.layers.Dense(1)
    ])


model = network()  # compiled once, and set back before each training
model.compile("adam", "mse", jit_compile=True, steps_per_execution=19)
model.optimizer.build(model.trainable_variables)
model.optimizer.save_own_variables(fresh := {})
trained = []  # the weights of each seed
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model.set_weights(network().get_weights())
    model.optimizer.load_own_variables(fresh)
    model.fit(x[:600, :, None], y[:600], epochs=20, batch_size=32, verbose=0)
    trained.append(model.get_weights())

# %% compare
# Errors are divided by the series' mean square: 1 is as bad as to forecast zero.
relative = {"persistence": {}, "LSTM": {}, "two-term": {}}
print("relative test error   persistence           LSTM (3 seeds)   two-term")
for name, (x, y) in unseen.items():
    x, y = x[650:], y[650:]
    scale = np.mean(y**2)
    lstm = []
    for weights in trained:
        model.set_weights(weights)
        forecast = keras.ops.convert_to_numpy(model(x[..., None]))[:, 0]
        lstm.append(float(np.mean((forecast - y) ** 2) / scale))
    persistence = float(np.mean((x[:, -1] - y) ** 2) / scale)
    two_term = float(np.mean((x[:, -2:] @ coefficients - y) ** 2) / scale)
    relative["persistence"][name] = persistence
    relative["LSTM"][name] = lstm
    relative["two-term"][name] = two_term
    spread = f"{min(lstm):.1e} – {max(lstm):.1e}"
    print(f"{name:20}{persistence:13.1e}{spread:>25}{two_term:11.1e}")
