"""Compute a decoder step with attention in NumPy, and compare with Keras."""

# %% imports
import keras
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)

# %% gru
def sigma(a):
    return 1 / (1 + np.exp(-a))


def gru_step(x_t, h_prev, W, U, b):
    """x_t (batch, d), h_prev (batch, u); blocks in the order z, r, h."""
    of_x = np.split(x_t @ W + b[0], 3, axis=-1)
    of_h = np.split(h_prev @ U + b[1], 3, axis=-1)
    z_t, r_t = sigma(of_x[0] + of_h[0]), sigma(of_x[1] + of_h[1])
    h_tilde = np.tanh(of_x[2] + r_t * of_h[2])
    return z_t * h_prev + (1 - z_t) * h_tilde

# %% attend
def attend(s_prev, h, mask, A, B, b, v):
    """s_prev (batch, u), h (batch, T, u), mask (batch, T) -> context, weights."""
    e = np.tanh((s_prev @ A)[:, None] + h @ B + b) @ v  # (batch, T)
    e = np.where(mask, e, -1e9)
    alpha = np.exp(e - e.max(axis=1, keepdims=True))
    alpha = alpha / alpha.sum(axis=1, keepdims=True)
    return np.sum(alpha[..., None] * h, axis=1), alpha

# %% step
def decoder_step(y_prev, s_prev, h, mask, attention, gru):
    """y_prev (batch, d): the symbol before, embedded -> s (batch, u), weights."""
    context, alpha = attend(s_prev, h, mask, *attention)
    joined = np.concatenate([y_prev, context], axis=1)
    return gru_step(joined, s_prev, *gru), alpha

# %% compare
batch, T, u, d = 3, 6, 8, 4


def random(*shape):
    return rng.normal(0, 0.5, shape).astype("float32")


h, s_prev, y_prev = random(batch, T, u), random(batch, u), random(batch, d)
mask = np.arange(T) < np.array([[6], [4], [2]])  # lengths 6, 4 and 2
A, B, b, v = random(u, u), random(u, u), random(u), random(u)
gru = random(d + u, 3 * u), random(u, 3 * u), random(2, 3 * u)
s, alpha = decoder_step(y_prev, s_prev, h, mask, (A, B, b, v), gru)

layer, cell = keras.layers.AdditiveAttention(), keras.layers.GRUCell(u)
inputs = [(s_prev @ A)[:, None], h, h @ B + b]  # query, value, key
layer.build([part.shape for part in inputs])
layer.set_weights([v])
cell.build((batch, d + u))
cell.set_weights(gru)
context, theirs = layer(
    inputs, mask=[None, mask, None], return_attention_scores=True
)
joined = np.concatenate([y_prev, context[:, 0]], axis=1)
s_theirs, _ = cell(joined, s_prev)
difference = {
    "weights": np.abs(alpha - theirs[:, 0]).max(),
    "state": np.abs(s - s_theirs).max(),
}
difference = {name: float(value) for name, value in difference.items()}
for name, value in difference.items():
    print(f"largest difference of the {name}: {value:.0e}")

# %% mask
_, unmasked = decoder_step(y_prev, s_prev, h, mask | True, (A, B, b, v), gru)
on_padding = [float(part) for part in np.sum(np.where(mask, 0, unmasked), axis=1)]
for length, share in zip(mask.sum(axis=1), on_padding):
    print(f"{length} words of {T}: without the mask, {share:.2f} goes to padding")
