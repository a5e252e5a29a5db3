"""Turn weights as PyTorch stores them into those of a Keras GRU."""

# %% pytorch
import keras
import numpy as np

def sigma(a):
    return 1 / (1 + np.exp(-a))

def torch_gru(x, w_ih, w_hh, b_ih, b_hh):
    """The equations in the documentation of torch.nn.GRU: hs (batch, time, u)"""
    h, hs = np.zeros((len(x), w_hh.shape[1])), []
    for t in range(x.shape[1]):
        i_r, i_z, i_n = np.split(x[:, t] @ w_ih.T + b_ih, 3, axis=-1)
        h_r, h_z, h_n = np.split(h @ w_hh.T + b_hh, 3, axis=-1)
        r, z = sigma(i_r + h_r), sigma(i_z + h_z)
        n = np.tanh(i_n + r * h_n)
        h = (1 - z) * n + z * h
        hs.append(h)
    return np.stack(hs, axis=1)

# %% convert
def to_keras(w_ih, w_hh, b_ih, b_hh):
    """r, z, n -> z, r, h; rows -> columns; two vectors of biases -> two rows"""
    def reorder(w):  # w (3u, …)
        r, z, n = np.split(w, 3)
        return np.concatenate([z, r, n])
    biases = np.stack([reorder(b_ih), reorder(b_hh)])  # (2, 3u)
    return reorder(w_ih).T, reorder(w_hh).T, biases

# %% compare
rng = np.random.default_rng(0)
batch, time, d, u = 3, 50, 2, 8
x = rng.normal(size=(batch, time, d))
shapes = (3 * u, d), (3 * u, u), (3 * u,), (3 * u,)
weights = [rng.normal(0, 0.5, shape) for shape in shapes]
layer = keras.layers.GRU(u, return_sequences=True, dtype="float64")
layer.build(x.shape)
layer.set_weights(to_keras(*weights))
difference = float(np.abs(layer(x) - torch_gru(x, *weights)).max())
w_ih, w_hh, b_ih, b_hh = weights
layer.set_weights([w_ih.T, w_hh.T, np.stack([b_ih, b_hh])])  # order left alone
wrong_order = float(np.abs(layer(x) - torch_gru(x, *weights)).max())
print(f"converted:            off by {difference:.0e}")
print(f"only the transposes:  off by {wrong_order:.2f}")
