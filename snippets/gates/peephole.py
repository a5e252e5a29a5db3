"""Let the gates of an LSTM see the cell state, in NumPy and in a Keras cell."""

# %% imports
import keras
import numpy as np
from keras import ops

# %% step
def sigma(a):
    return 1 / (1 + np.exp(-a))

def peephole_step(x_t, h_prev, c_prev, W, U, b, p):
    """The weights of lstm_step and p (3, u), one row a gate -> h_t, c_t"""
    W_i, W_f, W_c, W_o = np.split(W, 4, axis=-1)  # each (d, u)
    U_i, U_f, U_c, U_o = np.split(U, 4, axis=-1)  # each (u, u)
    b_i, b_f, b_c, b_o = np.split(b, 4, axis=-1)  # each (u,)
    p_i, p_f, p_o = p  # each (u,)
    i_t = sigma(x_t @ W_i + h_prev @ U_i + p_i * c_prev + b_i)
    f_t = sigma(x_t @ W_f + h_prev @ U_f + p_f * c_prev + b_f)
    c_tilde = np.tanh(x_t @ W_c + h_prev @ U_c + b_c)
    c_t = f_t * c_prev + i_t * c_tilde
    o_t = sigma(x_t @ W_o + h_prev @ U_o + p_o * c_t + b_o)  # the new state
    h_t = o_t * np.tanh(c_t)
    return h_t, c_t

# %% layer
def peephole_lstm(x, W, U, b, p, h=None, c=None, mask=None):
    """x (batch, time, d), mask (batch, time) -> hs (batch, time, u), h, c"""
    zeros = np.zeros((len(x), len(U)), x.dtype)
    h, c = zeros if h is None else h, zeros if c is None else c
    hs = []
    for t in range(x.shape[1]):
        h_t, c_t = peephole_step(x[:, t], h, c, W, U, b, p)
        if mask is not None:  # a masked step leaves both states as they are
            seen = mask[:, t, None]  # (batch, 1)
            h_t, c_t = np.where(seen, h_t, h), np.where(seen, c_t, c)
        h, c = h_t, c_t
        hs.append(h)
    return np.stack(hs, axis=1), h, c

# %% cell
class PeepholeCell(keras.layers.Layer):
    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units
        self.state_size = [units, units]  # h and c
        self.output_size = units

    def build(self, input_shape):
        d, u = input_shape[-1], self.units
        self.W = self.add_weight(shape=(d, 4 * u), initializer="glorot_uniform")
        self.U = self.add_weight(shape=(u, 4 * u), initializer="orthogonal")
        self.b = self.add_weight(shape=(4 * u,), initializer="zeros")
        self.b.assign(np.repeat([0, 1, 0, 0], u))  # the forget bias starts at 1
        self.p = self.add_weight(shape=(3, u), initializer="zeros")

    def call(self, x_t, states):
        h, c = states
        a = ops.matmul(x_t, self.W) + ops.matmul(h, self.U) + self.b
        a_i, a_f, a_c, a_o = ops.split(a, 4, axis=-1)
        i_t = ops.sigmoid(a_i + self.p[0] * c)
        f_t = ops.sigmoid(a_f + self.p[1] * c)
        c_t = f_t * c + i_t * ops.tanh(a_c)
        o_t = ops.sigmoid(a_o + self.p[2] * c_t)
        h_t = o_t * ops.tanh(c_t)
        return h_t, [h_t, c_t]  # the output of this step, the states for the next

# %% compare
rng = np.random.default_rng(0)
batch, time, d, u = 3, 50, 2, 8
layer = keras.layers.RNN(
    PeepholeCell(u), return_sequences=True, return_state=True
)
layer.build((batch, time, d))
layer.set_weights([rng.normal(0, 0.5, w.shape) for w in layer.get_weights()])
W, U, b, p = layer.get_weights()
x = rng.normal(size=(batch, time, d)).astype("float32")
theirs = [ops.convert_to_numpy(a) for a in layer(x)]
ours = peephole_lstm(x, W, U, b, p)
difference = max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs))
print(f"the cell in Keras, against NumPy: {difference:.0e}")

# %% closed
plain = keras.layers.LSTM(u, return_sequences=True)
plain.build((batch, time, d))
plain.set_weights([W, U, b])
mask = np.arange(time) < np.array([[50], [30], [10]])  # lengths of the sequences
closed, *_ = peephole_lstm(x, W, U, b, 0 * p, mask=mask)  # all peepholes 0
closed_difference = float(np.abs(closed - plain(x, mask=mask)).max())
print(f"p = 0, against keras.layers.LSTM: {closed_difference:.0e}")

# %% late
late, h, c = [], np.zeros((batch, u)), np.zeros((batch, u))
for t in range(time):  # all three gates look at the old state
    _, c_t = peephole_step(x[:, t], h, c, W, U, b, p)
    a_o = x[:, t] @ W[:, 3 * u:] + h @ U[:, 3 * u:] + b[3 * u:]
    h, c = sigma(a_o + p[2] * c) * np.tanh(c_t), c_t
    late.append(h)
late_difference = float(np.abs(np.stack(late, axis=1) - theirs[0]).max())
print(f"output gate on the old state:     {late_difference:.2f}")
