"""Run an LSTM over a sequence in both directions, in NumPy and in Keras."""

# %% imports
import keras
import numpy as np

# %% step
def sigma(a):
    return 1 / (1 + np.exp(-a))


def lstm_step(x_t, h_prev, c_prev, W, U, b):
    """x_t (d,), h_prev, c_prev (u,), W (d, 4u), U (u, 4u), b (4u,) -> h_t, c_t"""
    a_i, a_f, a_c, a_o = np.split(x_t @ W + h_prev @ U + b, 4, axis=-1)
    c_t = sigma(a_f) * c_prev + sigma(a_i) * np.tanh(a_c)
    h_t = sigma(a_o) * np.tanh(c_t)
    return h_t, c_t

# %% layer
def lstm(x, W, U, b, h=None, c=None, mask=None):
    """x (batch, time, d), mask (batch, time) -> hs (batch, time, u), h, c"""
    zeros = np.zeros((len(x), len(U)), x.dtype)
    h, c = zeros if h is None else h, zeros if c is None else c
    hs = []
    for t in range(x.shape[1]):
        h_t, c_t = lstm_step(x[:, t], h, c, W, U, b)
        keep = True if mask is None else mask[:, t, None]
        h, c = np.where(keep, h_t, h), np.where(keep, c_t, c)
        hs.append(h)
    return np.stack(hs, axis=1), h, c

# %% bidirectional
def bidirectional(x, forward, backward):
    """x (batch, time, d), two sets of weights -> hs (batch, time, 2u)"""
    past, *_ = lstm(x, *forward)  # at t: has read x[:, :t + 1]
    future, *_ = lstm(x[:, ::-1], *backward)  # its first output is for the end
    future = future[:, ::-1]  # at t: has read x[:, t:]
    return np.concatenate([past, future], axis=-1)

# %% compare
rng = np.random.default_rng(0)
batch, time, d, u = 4, 9, 3, 5
x = rng.normal(size=(batch, time, d)).astype("float32")
layer = keras.layers.Bidirectional(keras.layers.LSTM(u, return_sequences=True))
layer.build(x.shape)
layer.set_weights([rng.normal(0, 0.5, w.shape) for w in layer.get_weights()])
weights = layer.get_weights()  # W, U, b of the forward layer, then of the other
forward, backward = weights[:3], weights[3:]

theirs = keras.ops.convert_to_numpy(layer(x))
difference = np.abs(bidirectional(x, forward, backward) - theirs).max()
print(f"outputs {theirs.shape}, largest difference {difference:.0e}")

# %% mistakes
past, *_ = lstm(x, *forward)
late, *_ = lstm(x[:, ::-1], *backward)  # not turned around again
forgotten = np.abs(np.concatenate([past, late], axis=-1) - theirs).max()
swapped = np.abs(bidirectional(x, backward, forward) - theirs).max()
print(f"outputs of the second layer not turned around: {forgotten:.2f}")
print(f"weights of the two layers exchanged:           {swapped:.2f}")

# %% merge
past, future = theirs[..., :u], theirs[..., u:]
by_hand = {
    "concat": theirs,
    "sum": past + future,
    "ave": (past + future) / 2,
    "mul": past * future,
    None: (past, future),
}
merged = {}  # mode: shape, largest difference
for mode, expected in by_hand.items():
    inner = keras.layers.LSTM(u, return_sequences=True)
    wrapper = keras.layers.Bidirectional(inner, merge_mode=mode)
    wrapper.build(x.shape)
    wrapper.set_weights(weights)
    y = np.asarray(wrapper(x))  # two arrays become one, with a first axis of 2
    merged[str(mode)] = y.shape, float(np.abs(y - np.asarray(expected)).max())
    print(f"{str(mode):7} {str(y.shape):13} {merged[str(mode)][1]:.0e}")

# %% last
final = keras.layers.Bidirectional(keras.layers.LSTM(u))  # return_sequences=False
final.build(x.shape)
final.set_weights(weights)
y = keras.ops.convert_to_numpy(final(x))  # (batch, 2u)
half_read = float(np.abs(y - theirs[:, -1]).max())
fully_read = float(np.abs(y - np.hstack([past[:, -1], future[:, 0]])).max())
print(f"against y[:, -1]:                      {half_read:.2f}")
print(f"against past[:, -1] and future[:, 0]:  {fully_read:.0e}")
