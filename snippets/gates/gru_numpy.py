"""Write both forms of the GRU in NumPy, equal to keras.layers.GRU."""

# %% imports
import keras
import numpy as np

# %% step
def sigma(a):
    return 1 / (1 + np.exp(-a))

def gru_step(x_t, h_prev, W, U, b, reset_after=True):
    """x_t (d,), h_prev (u,), W (d, 3u), U (u, 3u), b (2, 3u) or (3u,) -> h_t"""
    W_z, W_r, W_h = np.split(W, 3, axis=-1)  # each (d, u)
    U_z, U_r, U_h = np.split(U, 3, axis=-1)  # each (u, u)
    first, second = b if reset_after else (b, np.zeros_like(b))
    b_z, b_r, b_h = np.split(first, 3, axis=-1)  # each (u,)
    b2_z, b2_r, b2_h = np.split(second, 3, axis=-1)  # each (u,)
    z_t = sigma(x_t @ W_z + b_z + h_prev @ U_z + b2_z)  # update gate
    r_t = sigma(x_t @ W_r + b_r + h_prev @ U_r + b2_r)  # reset gate
    if reset_after:
        h_tilde = np.tanh(x_t @ W_h + b_h + r_t * (h_prev @ U_h + b2_h))
    else:
        h_tilde = np.tanh(x_t @ W_h + b_h + (r_t * h_prev) @ U_h)
    h_t = z_t * h_prev + (1 - z_t) * h_tilde
    return h_t

# %% layer
def gru(x, W, U, b, h=None, mask=None, reset_after=True):
    """x (batch, time, d), mask (batch, time) -> hs (batch, time, u), h"""
    h = np.zeros((len(x), len(U)), x.dtype) if h is None else h
    hs = []
    for t in range(x.shape[1]):
        h_t = gru_step(x[:, t], h, W, U, b, reset_after)
        # Where the mask is False, the step is skipped: the state stays as it was.
        h = h_t if mask is None else np.where(mask[:, t, None], h_t, h)
        hs.append(h)
    return np.stack(hs, axis=1), h

# %% compare
rng = np.random.default_rng(0)
batch, time, d, u = 3, 50, 2, 8
x = rng.normal(size=(batch, time, d)).astype("float32")
layers, theirs, difference = {}, {}, {}
for form in ("after", "before"):
    after = form == "after"
    layer = keras.layers.GRU(u, return_sequences=True, reset_after=after)
    layer.build(x.shape)
    shapes = (f"{w.name} {tuple(w.shape)}" for w in layer.weights)
    print(f"reset {form:6}", *shapes)
    layer.set_weights([rng.normal(0, 0.5, w.shape) for w in layer.get_weights()])
    layers[form], theirs[form] = layer, np.asarray(layer(x))
    hs, _ = gru(x, *layer.get_weights(), reset_after=after)
    difference[form] = float(np.abs(hs - theirs[form]).max())
print(*(f"reset {form}: off by {off:.0e}" for form, off in difference.items()))
