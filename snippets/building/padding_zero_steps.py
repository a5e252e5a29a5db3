"""Mask by a value that also occurs in the data, and lose real steps."""

# %% imports
import keras
import numpy as np

# %% compare
keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
rain = rng.exponential(size=(60, 12, 1)) * (rng.random((60, 12, 1)) < 0.4)
rain = rain.astype("float32")  # most days are dry: exactly zero
lengths = rng.integers(4, 13, size=60)
real = np.arange(12) < lengths[:, None]  # (sequences, time)
layer = keras.layers.GRU(4, bias_initializer="random_normal")
truth = np.concatenate([
    keras.ops.convert_to_numpy(layer(r[None, :n])) for r, n in zip(rain, lengths)
])  # each sequence alone, without padding


def wrong(value, mask=None):
    """The share of sequences whose final state is not the true one."""
    x = np.where(real[..., None], rain, np.float32(value))
    mask = keras.layers.Masking(value).compute_mask(x) if mask is None else mask
    state = keras.ops.convert_to_numpy(layer(x, mask=mask))
    return float(np.mean(np.abs(state - truth).max(axis=1) > 1e-4))


share = {
    "Masking(0.0)": wrong(0.0),
    "Masking(-1.0)": wrong(-1.0),
    "mask from the lengths": wrong(0.0, real),
}
for name, a in share.items():
    print(f"{name:22} {a:.0%} of the sequences wrong")
