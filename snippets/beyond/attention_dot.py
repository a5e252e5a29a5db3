"""Replace the additive score by a dot product, and compare it with Keras."""

# %% imports
import keras
import numpy as np

rng = np.random.default_rng(0)

# %% dot
def attend_dot(s, h, mask):
    """s (batch, u), h (batch, T, u), mask (batch, T) -> context, weights."""
    e = np.einsum("bu,btu->bt", s, h)
    e = np.where(mask, e, -1e9)
    alpha = np.exp(e - e.max(axis=1, keepdims=True))
    alpha = alpha / alpha.sum(axis=1, keepdims=True)
    return np.einsum("bt,btu->bu", alpha, h), alpha

# %% compare
s = rng.normal(size=(3, 8)).astype("float32")
h = rng.normal(size=(3, 6, 8)).astype("float32")
mask = np.arange(6) < np.array([[6], [4], [2]])
context, alpha = attend_dot(s, h, mask)

layer = keras.layers.Attention()  # its score is the dot product
theirs, weights = layer(
    [s[:, None], h], mask=[None, mask], return_attention_scores=True
)
difference = float(np.abs(context - theirs[:, 0]).max())
trained = int(sum(np.prod(part.shape) for part in layer.weights))
print(f"largest difference {difference:.0e}, parameters {trained}")
