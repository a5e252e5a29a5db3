"""Load GRU weights under a wrong convention, and see what each mistake costs."""

# %% chung
import keras
import numpy as np

def sigma(a):
    return 1 / (1 + np.exp(-a))

def chung_gru(x, W, U, b):
    """Reset after, but z_t weighs the candidate: hs (batch, time, u)"""
    h, hs = np.zeros((len(x), len(U)), x.dtype), []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ W + b[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ U + b[1], 3, axis=-1)
        z_t, r_t = sigma(x_z + h_z), sigma(x_r + h_r)
        h_tilde = np.tanh(x_h + r_t * h_h)
        h = (1 - z_t) * h + z_t * h_tilde
        hs.append(h)
    return np.stack(hs, axis=1)

# %% swap
rng = np.random.default_rng(0)
batch, time, d, u = 3, 50, 2, 8
x = rng.normal(size=(batch, time, d)).astype("float32")
layer = keras.layers.GRU(u, return_sequences=True)
layer.build(x.shape)
layer.set_weights([rng.normal(0, 0.5, w.shape) for w in layer.get_weights()])
weights = W, U, b = layer.get_weights()
right = np.asarray(layer(x))
signs = np.repeat([-1, 1, 1], u)  # of the blocks z, r, h
as_they_are = float(np.abs(chung_gru(x, *weights) - right).max())
negated = chung_gru(x, W * signs, U * signs, b * signs)
sign_changed = float(np.abs(negated - right).max())
print(f"weights as they are: off by {as_they_are:.2f}")
print(f"sign of z changed:   off by {sign_changed:.0e}")

# %% mistakes
def off_by(W, U, b, reset_after=True):
    other = keras.layers.GRU(u, return_sequences=True, reset_after=reset_after)
    other.build(x.shape)
    other.set_weights([W, U, b])
    return float(np.abs(np.asarray(other(x)) - right).max())

merged = b.sum(axis=0)  # the two rows of biases added up
gates_only = b.copy()
gates_only[0, :2 * u] += gates_only[1, :2 * u]
gates_only[1, :2 * u] = 0
order = np.r_[u:2 * u, 0:u, 2 * u:3 * u]  # r, z, h
mistakes = {
    "biases of the gates merged": off_by(W, U, gates_only),
    "all biases merged": off_by(W, U, np.stack([merged, 0 * merged])),
    "reset before": off_by(W, U, merged, reset_after=False),
    "blocks z and r exchanged": off_by(W[:, order], U[:, order], b[:, order]),
    "z swapped": off_by(W * signs, U * signs, b * signs),
}
for name, off in mistakes.items():
    print(f"{name:26}  off by", f"{off:.0e}" if off < 1e-5 else f"{off:.2f}")
