"""Write a recurrent layer in NumPy, and find that it equals Keras's SimpleRNN."""

# %% imports
import keras
import numpy as np

# %% step
def simple_rnn_step(x_t, h_prev, W, U, b):
    """x_t (d,), h_prev (u,), W (d, u), U (u, u), b (u,) -> h_t (u,)"""
    h_t = np.tanh(x_t @ W + h_prev @ U + b)
    return h_t

# %% layer
def simple_rnn(x, W, U, b, h=None, mask=None):
    """x (batch, time, d), mask (batch, time) -> hs (batch, time, u), h"""
    if h is None:
        h = np.zeros((len(x), len(b)), x.dtype)
    hs = []
    for t in range(x.shape[1]):
        h_t = simple_rnn_step(x[:, t], h, W, U, b)
        # Where the mask is False, the state stays as it was.
        h = h_t if mask is None else np.where(mask[:, t, None], h_t, h)
        hs.append(h)
    return np.stack(hs, axis=1), h

# %% input
batch, time, d, u = 2, 6, 3, 4
rng = np.random.default_rng(0)
x = rng.normal(size=(batch, time, d)).astype("float32")
layer = keras.layers.SimpleRNN(u, return_sequences=True, return_state=True)
layer.build(x.shape)
for weight in layer.weights:
    weight.assign(rng.normal(0, 0.5, weight.shape))
    print(f"{weight.name:17} {tuple(weight.shape)}")
W, U, b = layer.get_weights()
parameters = layer.count_params()

# %% equal
hs, h = simple_rnn(x, W, U, b)
keras_hs, keras_h = (np.asarray(a) for a in layer(x))
difference = max(abs(hs - keras_hs).max(), abs(h - keras_h).max())
print(f"largest difference {difference:.0e}")

# %% returns
both = {"return_sequences": True, "return_state": True}
for options in [{}, {"return_sequences": True}, {"return_state": True}, both]:
    given = keras.layers.SimpleRNN(u, **options)(x)
    parts = given if "return_state" in options else [given]
    shapes = [tuple(a.shape) for a in parts]
    print(f"{' + '.join(options) or 'neither':32}", *shapes)

# %% initial
whole, h_6 = simple_rnn(x, W, U, b)
first, h_3 = simple_rnn(x[:, :3], W, U, b)
carried, _ = simple_rnn(x[:, 3:], W, U, b, h=h_3)
restarted, _ = simple_rnn(x[:, 3:], W, U, b)
keras_carried = np.asarray(layer(x[:, 3:], initial_state=h_3)[0])
carried_apart = abs(carried - whole[:, 3:]).max()
restarted_apart = abs(restarted - whole[:, 3:]).max()
keras_apart = abs(keras_carried - whole[:, 3:]).max()
print(f"state carried over       {carried_apart:.0e}")
print(f"the same, with Keras     {keras_apart:.0e}")
print(f"started again from zero  {restarted_apart:.2f}")

# %% output
V, b_V = rng.normal(size=(u, 1)), np.zeros(1)
print("at every step ", (hs @ V + b_V).shape)
print("after the last", (h @ V + b_V).shape)

# %% mask
padded = np.concatenate([x, np.zeros((batch, 4, d), "float32")], axis=1)
mask = np.arange(10) < 6  # True where a step is real, False where it is not
mask = np.tile(mask, (batch, 1))  # (batch, time)
_, with_mask = simple_rnn(padded, W, U, b, mask=mask)
_, without = simple_rnn(padded, W, U, b)
keras_mask = np.asarray(layer(padded, mask=mask)[1])
print(f"with the mask     {abs(with_mask - h).max():.0e}")
print(f"with it, in Keras {abs(keras_mask - h).max():.0e}")
without_apart = abs(without - h).max()
print(f"without it        {without_apart:.2f}")

# %% mistakes
swapped = simple_rnn(x.swapaxes(0, 1), W, U, b)[0].swapaxes(0, 1)
transposed = simple_rnn(x, W, U.T, b)[0]
mistakes = {
    "(time, batch, features)": abs(swapped - hs).max(axis=(0, 2)),
    "U transposed": abs(transposed - hs).max(axis=(0, 2)),
}
print(f"{'step':23}" + "".join(f"{t + 1:6d}" for t in range(time)))
for name, apart in mistakes.items():
    print(f"{name:23}" + "".join(f"{a:6.2f}" for a in apart))
