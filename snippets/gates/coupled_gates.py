"""Couple two gates of the LSTM, or leave one out, in NumPy and in Keras."""

# %% imports
import keras
import numpy as np
from keras import ops

# %% step
def sigma(a):
    return 1 / (1 + np.exp(-a))

def coupled_step(x_t, h_prev, c_prev, W, U, b):
    """x_t (d,), h_prev, c_prev (u,), W (d, 3u), U (u, 3u), b (3u,) -> h_t, c_t"""
    W_f, W_c, W_o = np.split(W, 3, axis=-1)  # each (d, u)
    U_f, U_c, U_o = np.split(U, 3, axis=-1)  # each (u, u)
    b_f, b_c, b_o = np.split(b, 3, axis=-1)  # each (u,)
    f_t = sigma(x_t @ W_f + h_prev @ U_f + b_f)
    c_tilde = np.tanh(x_t @ W_c + h_prev @ U_c + b_c)
    o_t = sigma(x_t @ W_o + h_prev @ U_o + b_o)
    c_t = f_t * c_prev + (1 - f_t) * c_tilde
    return o_t * np.tanh(c_t), c_t

# %% no-forget
def no_forget_step(x_t, h_prev, c_prev, W, U, b):
    """The same shapes; the blocks are i, c, o."""
    W_i, W_c, W_o = np.split(W, 3, axis=-1)
    U_i, U_c, U_o = np.split(U, 3, axis=-1)
    b_i, b_c, b_o = np.split(b, 3, axis=-1)
    i_t = sigma(x_t @ W_i + h_prev @ U_i + b_i)
    c_tilde = np.tanh(x_t @ W_c + h_prev @ U_c + b_c)
    o_t = sigma(x_t @ W_o + h_prev @ U_o + b_o)
    c_t = c_prev + i_t * c_tilde
    return o_t * np.tanh(c_t), c_t

# %% layer
def unrolled(step, x, W, U, b, h=None, c=None, mask=None):
    """x (batch, time, d), mask (batch, time) -> hs (batch, time, u), h, c"""
    zeros = np.zeros((len(x), len(U)), x.dtype)
    h, c = zeros if h is None else h, zeros if c is None else c
    hs = []
    for t in range(x.shape[1]):
        h_t, c_t = step(x[:, t], h, c, W, U, b)
        if mask is not None:  # a masked step leaves both states as they are
            seen = mask[:, t, None]  # (batch, 1)
            h_t, c_t = np.where(seen, h_t, h), np.where(seen, c_t, c)
        h, c = h_t, c_t
        hs.append(h)
    return np.stack(hs, axis=1), h, c

# %% cell
class ThreeBlockCell(keras.layers.Layer):
    """An LSTM cell without a forget gate, or with one that is coupled."""

    def __init__(self, units, coupled, **options):
        super().__init__(**options)
        self.units, self.coupled = units, coupled
        self.state_size, self.output_size = [units, units], units

    def build(self, input_shape):
        d, u = input_shape[-1], self.units
        self.W = self.add_weight(shape=(d, 3 * u), initializer="glorot_uniform")
        self.U = self.add_weight(shape=(u, 3 * u), initializer="orthogonal")
        self.b = self.add_weight(shape=(3 * u,), initializer="zeros")
        self.b.assign(np.repeat([int(self.coupled), 0, 0], u))  # forget bias 1

    def call(self, x_t, states):
        h, c = states
        a = ops.matmul(x_t, self.W) + ops.matmul(h, self.U) + self.b
        a_gate, a_c, a_o = ops.split(a, 3, axis=-1)
        gate, c_tilde = ops.sigmoid(a_gate), ops.tanh(a_c)
        if self.coupled:
            c_t = gate * c + (1 - gate) * c_tilde
        else:
            c_t = c + gate * c_tilde
        h_t = ops.sigmoid(a_o) * ops.tanh(c_t)
        return h_t, [h_t, c_t]

# %% compare
rng = np.random.default_rng(0)
batch, time, d, u = 3, 20, 2, 8
x = rng.normal(size=(batch, time, d)).astype("float32")
mask = np.arange(time) < np.array([[20], [12], [5]])  # lengths of the sequences
differences = {}
for name, step in {"coupled": coupled_step, "no forget": no_forget_step}.items():
    cell = ThreeBlockCell(u, coupled=name == "coupled")
    layer = keras.layers.RNN(cell, return_sequences=True, return_state=True)
    layer.build((batch, time, d))
    layer.set_weights([rng.normal(0, 0.3, w.shape) for w in layer.get_weights()])
    theirs = [ops.convert_to_numpy(a) for a in layer(x, mask=mask)]
    ours = unrolled(step, x, *layer.get_weights(), mask=mask)
    apart = [float(np.abs(a - b).max()) for a, b in zip(ours, theirs)]
    differences[name] = max(apart)
    print(f"{name:9}  {differences[name]:.0e}")

# %% reach
long = rng.normal(size=(1, 2000, d))
weights = [rng.normal(size=w.shape) for w in layer.get_weights()]
reach = {}  # the largest absolute value of c after 200 and 2,000 steps
for name, step in {"coupled": coupled_step, "no forget": no_forget_step}.items():
    sizes = []
    for steps in (200, 2000):
        _, _, c = unrolled(step, long[:, :steps], *weights)
        sizes.append(float(np.abs(c).max()))
    reach[name] = sizes
    print(f"{name:9}  {sizes[0]:6.2f}  {sizes[1]:7.2f}")
