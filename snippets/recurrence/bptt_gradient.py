"""Backpropagate through time in NumPy, and compare with two other gradients."""

# %% imports
import keras
import numpy as np
import tensorflow as tf

# %% forward
def forward(x, h_0, W, U, b):
    """x (batch, time, d), h_0 (batch, u) -> all states (batch, time + 1, u)"""
    hs = [h_0]
    for t in range(x.shape[1]):
        hs.append(np.tanh(x[:, t] @ W + hs[-1] @ U + b))
    return np.stack(hs, axis=1)  # hs[:, 0] is h_0

# %% backward
def backward(x, hs, e, U):
    """hs from forward; e (batch, time, u): ∂L/∂h_t by the output of step t."""
    dW, dU, db = 0, 0, 0
    from_later = 0  # nothing comes after the last step
    for t in reversed(range(x.shape[1])):
        h_prev, h_t = hs[:, t], hs[:, t + 1]  # (batch, u)
        g_t = e[:, t] + from_later        # ∂L/∂h_t
        delta_t = g_t * (1 - h_t**2)      # ∂L/∂a_t: back through tanh
        dW = dW + x[:, t].T @ delta_t     # the product sums over the batch
        dU = dU + h_prev.T @ delta_t
        db = db + delta_t.sum(axis=0)
        from_later = delta_t @ U.T        # on to the step before
    return dW, dU, db, from_later         # the last is ∂L/∂h_0

# %% case
rng = np.random.default_rng(3)
batch, time, d, u = 4, 20, 3, 5
x, y = rng.normal(size=(batch, time, d)), rng.normal(size=(batch, time, 1))
h_0, W, U = (rng.normal(0, 0.5, shape) for shape in [(batch, u), (d, u), (u, u)])
b, V, b_V = (rng.normal(0, 0.5, shape) for shape in [u, (u, 1), 1])


def loss(W, U, b):
    y_hat = forward(x, h_0, W, U, b)[:, 1:] @ V + b_V  # an output at every step
    return np.mean((y_hat - y) ** 2)

# %% derived
hs = forward(x, h_0, W, U, b)
y_hat = hs[:, 1:] @ V + b_V           # (batch, time, 1)
e = 2 / y.size * (y_hat - y) @ V.T    # the outputs of a step depend on its h_t
derived = backward(x, hs, e, U)[:3]

# %% automatic
def by_tape(dtype):
    layer = keras.layers.SimpleRNN(u, return_sequences=True, dtype=dtype)
    layer.build(x.shape)
    layer.set_weights([W, U, b])
    with tf.GradientTape() as tape:
        states = layer(x.astype(dtype), initial_state=h_0.astype(dtype))
        error = states @ V.astype(dtype) + b_V.astype(dtype) - y.astype(dtype)
        value = tf.reduce_mean(error**2)
    return [g.numpy() for g in tape.gradient(value, layer.trainable_variables)]


automatic = {dtype: by_tape(dtype) for dtype in ("float64", "float32")}

# %% finite
def by_differences(eps):
    weights, gradients = [W, U, b], []
    for k, w in enumerate(weights):
        g = np.zeros_like(w)
        for index in np.ndindex(w.shape):
            step = np.zeros_like(w)
            step[index] = eps  # one weight a little up, and a little down
            up = [*weights[:k], w + step, *weights[k + 1:]]
            down = [*weights[:k], w - step, *weights[k + 1:]]
            g[index] = (loss(*up) - loss(*down)) / (2 * eps)
        gradients.append(g)
    return gradients


finite = by_differences(1e-5)

# %% compare
def apart(ours, theirs):
    """Largest difference, relative to the largest entry, for W, U and b."""
    return [float(abs(a - b).max() / abs(b).max()) for a, b in zip(ours, theirs)]


witnesses = {"tape, float64": automatic["float64"],
             "tape, float32": automatic["float32"], "differences": finite}
differences = {name: apart(derived, found) for name, found in witnesses.items()}
weights = W.size + U.size + b.size
for name, (dW, dU, db) in differences.items():
    print(f"{name:13}   W {dW:.0e}   U {dU:.0e}   b {db:.0e}")
