"""Measure the gradient through fresh Keras layers: initialization decides."""

# %% imports
import keras
import numpy as np
import tensorflow as tf

# %% jacobian
T, u, lags = 100, 32, (100, 50, 10)


def norms_at_lags(layer, x):
    """For each lag: the norm of ∂h_T by the states (LSTM: h and c) before it."""
    copies = np.repeat(x[None], u, axis=0)  # (u, time, d): copy i asks for unit i
    cuts, watched = [T - lag for lag in lags] + [T], []
    states = layer.get_initial_state(u)
    with tf.GradientTape() as tape:
        for start, end in zip(cuts, cuts[1:]):
            states = [tf.identity(state) for state in states]
            tape.watch(states)
            watched.append(states)
            h_T, *states = layer(copies[:, start:end], initial_state=states)
        asked = tf.linalg.trace(h_T)  # unit i of copy i, summed
    jacobians = [np.concatenate(g, axis=1) for g in tape.gradient(asked, watched)]
    return [float(np.linalg.norm(jacobian, 2)) for jacobian in jacobians]

# %% layers
def biased(layer, start, value):
    """Set the bias of one gate, which begins at column `start`."""
    layer.build((None, T, 2))
    *kernels, bias = layer.get_weights()
    bias[..., start:start + u] = value / (2 if bias.ndim == 2 else 1)  # GRU: two
    layer.set_weights([*kernels, bias])
    return layer


options = {"return_state": True, "dtype": "float64"}
layers = {
    "SimpleRNN": lambda: keras.layers.SimpleRNN(u, **options),
    "  small recurrent kernel": lambda: keras.layers.SimpleRNN(
        u, recurrent_initializer=keras.initializers.Orthogonal(0.5), **options),
    "  ReLU, identity": lambda: keras.layers.SimpleRNN(
        u, activation="relu", recurrent_initializer="identity", **options),
    "LSTM": lambda: keras.layers.LSTM(u, **options),
    "  forget bias 4": lambda: biased(keras.layers.LSTM(u, **options), u, 4),
    "GRU": lambda: keras.layers.GRU(u, **options),
    "  update bias 4": lambda: biased(keras.layers.GRU(u, **options), 0, 4),
}

# %% compare
norms = {}  # norms[layer][lag]: one number a seed
print(f"norm (3 seeds)\n{'lag':24}" + "".join(f"{lag:16d}" for lag in lags))
for name, make in layers.items():
    found = norms[name.strip()] = {lag: [] for lag in lags}
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        layer = make()
        x = np.random.default_rng(seed).random((T, 2))
        x[:, 1] = 0
        x[[T // 4, 3 * T // 4], 1] = 1  # as in the adding problem: two marks
        for lag, norm in zip(lags, norms_at_lags(layer, x)):
            found[lag].append(norm)
    row = "".join(f"{min(n):8.0e} – {max(n):.0e}" for n in found.values())
    print(f"{name:24}{row}")
