"""Write the gradients of an LSTM by hand, and check them against a tape's."""

# %% gradients
import keras
import numpy as np
import tensorflow as tf

def sigma(a):
    return 1 / (1 + np.exp(-a))

def lstm_forward(x, W, U, b):
    """x (batch, time, d) -> hs (batch, time, u), and what the way back needs"""
    h = c = np.zeros((len(x), len(U)), x.dtype)
    hs, saved = [], []
    for t in range(x.shape[1]):
        h_prev, c_prev = h, c
        a_i, a_f, a_c, a_o = np.split(x[:, t] @ W + h_prev @ U + b, 4, axis=-1)
        i, f, c_tilde, o = sigma(a_i), sigma(a_f), np.tanh(a_c), sigma(a_o)
        c = f * c_prev + i * c_tilde
        h = o * np.tanh(c)
        hs.append(h)
        saved.append((h_prev, c_prev, i, f, c_tilde, o, c))
    return np.stack(hs, axis=1), saved

def lstm_backward(dhs, x, W, U, saved):
    """dhs (batch, time, u), how the loss depends on hs -> dx, dW, dU, db"""
    dx, dW, dU = np.zeros_like(x), np.zeros_like(W), np.zeros_like(U)
    db = np.zeros_like(W[0])
    dh_next = dc_next = np.zeros_like(dhs[:, 0])  # nothing beyond the end
    for t in reversed(range(x.shape[1])):
        h_prev, c_prev, i, f, c_tilde, o, c = saved[t]
        dh = dhs[:, t] + dh_next
        dc = dc_next + dh * o * (1 - np.tanh(c) ** 2)
        da = np.concatenate([  # (batch, 4u), in the order of the weights
            dc * c_tilde * i * (1 - i),
            dc * c_prev * f * (1 - f),
            dc * i * (1 - c_tilde**2),
            dh * np.tanh(c) * o * (1 - o),
        ], axis=-1)
        dW += x[:, t].T @ da
        dU += h_prev.T @ da
        db += da.sum(axis=0)
        dx[:, t] = da @ W.T
        dh_next = da @ U.T
        dc_next = dc * f  # the carousel: no weights, only the forget gate
    return dx, dW, dU, db

# %% compare
rng = np.random.default_rng(0)
layer = keras.layers.LSTM(8, return_sequences=True)
layer.build((None, None, 3))
layer.set_weights([rng.normal(0, 0.5, w.shape) for w in layer.get_weights()])
x = rng.normal(size=(4, 50, 3)).astype("float32")
y = rng.normal(size=(4, 50, 8)).astype("float32")  # something to aim at

with tf.GradientTape() as tape:
    x_tf = tf.constant(x)
    tape.watch(x_tf)
    loss = tf.reduce_mean((layer(x_tf) - y) ** 2)
theirs = tape.gradient(loss, [x_tf, *layer.trainable_variables])

W, U, b = layer.get_weights()
hs, saved = lstm_forward(x, W, U, b)
ours = lstm_backward(2 * (hs - y) / y.size, x, W, U, saved)

differences = {}
for name, a, g in zip(["x", "W", "U", "b"], ours, theirs):
    differences[name] = float(np.abs(a - g.numpy()).max())
    largest = np.abs(a).max()
    print(f"dL/d{name}: largest {largest:.3f}, off by {differences[name]:.0e}")
