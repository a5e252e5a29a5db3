"""Write an LSTM in NumPy that gives what keras.layers.LSTM gives."""

# %% step
import keras
import numpy as np

def sigma(a):
    return 1 / (1 + np.exp(-a))

def lstm_step(x_t, h_prev, c_prev, W, U, b):
    """x_t (d,), h_prev, c_prev (u,), W (d, 4u), U (u, 4u), b (4u,) -> h_t, c_t"""
    W_i, W_f, W_c, W_o = np.split(W, 4, axis=-1)  # each (d, u)
    U_i, U_f, U_c, U_o = np.split(U, 4, axis=-1)  # each (u, u)
    b_i, b_f, b_c, b_o = np.split(b, 4, axis=-1)  # each (u,)
    f_t = sigma(x_t @ W_f + h_prev @ U_f + b_f)  # forget gate
    i_t = sigma(x_t @ W_i + h_prev @ U_i + b_i)  # input gate
    c_tilde = np.tanh(x_t @ W_c + h_prev @ U_c + b_c)  # candidate
    o_t = sigma(x_t @ W_o + h_prev @ U_o + b_o)  # output gate
    c_t = f_t * c_prev + i_t * c_tilde
    h_t = o_t * np.tanh(c_t)
    return h_t, c_t

# %% layer
def lstm(x, W, U, b, h=None, c=None, mask=None):
    """x (batch, time, d), mask (batch, time) -> hs (batch, time, u), h, c"""
    zeros = np.zeros((len(x), len(U)), x.dtype)
    h, c = zeros if h is None else h, zeros if c is None else c
    hs = []
    for t in range(x.shape[1]):
        h_t, c_t = lstm_step(x[:, t], h, c, W, U, b)
        if mask is not None:  # a masked step leaves both states as they are
            seen = mask[:, t, None]  # (batch, 1)
            h_t, c_t = np.where(seen, h_t, h), np.where(seen, c_t, c)
        h, c = h_t, c_t
        hs.append(h)
    return np.stack(hs, axis=1), h, c

# %% compare
rng = np.random.default_rng(0)
batch, time, d, u = 3, 50, 2, 8
layer = keras.layers.LSTM(u, return_sequences=True, return_state=True)
layer.build((batch, time, d))
start_bias = layer.get_weights()[2]
layer.set_weights([rng.normal(0, 0.5, w.shape) for w in layer.get_weights()])
x = rng.normal(size=(batch, time, d)).astype("float32")
mask = np.arange(time) < np.array([[50], [30], [10]])  # lengths of the sequences
theirs = [keras.ops.convert_to_numpy(a) for a in layer(x, mask=mask)]
ours = lstm(x, *layer.get_weights(), mask=mask)
difference = max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs))
print("b at the start, i f c o:", start_bias.reshape(4, u)[:, 0])
print(f"largest difference: {difference:.0e}")

# %% wrong-order
def swapped(weights, a, b):
    """The weights with blocks a and b of their columns exchanged."""
    order = list(range(4))
    order[a], order[b] = b, a
    return [np.concatenate([np.split(w, 4, axis=-1)[k] for k in order], -1)
            for w in weights]

names = "i", "f", "c", "o"
wrong = {}  # what the hidden states are off by, for each exchange of two blocks
for a in range(4):
    for b in range(a + 1, 4):
        hs, *_ = lstm(x, *swapped(layer.get_weights(), a, b), mask=mask)
        wrong[f"{names[a]} and {names[b]}"] = float(np.abs(hs - theirs[0]).max())
for pair, error in wrong.items():
    print(f"{pair} exchanged: off by up to {error:.2f}")
