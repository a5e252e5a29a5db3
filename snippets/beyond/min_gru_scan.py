"""Compute a minGRU one step at a time and as a parallel scan: they are equal."""

# %% imports
import keras
from keras import ops

# %% gates
def gates(x, W_z, b_z, W_h, b_h):
    """x (batch, time, d) -> what each step keeps, and what it adds: no h yet."""
    z = ops.sigmoid(ops.matmul(x, W_z) + b_z)  # (batch, time, u)
    h_tilde = ops.matmul(x, W_h) + b_h
    return z, (1 - z) * h_tilde

# %% loop
def min_gru(x, *weights):
    """h_t = z_t * h_prev + (1 - z_t) * h_tilde, one step after another"""
    keep, add = gates(x, *weights)
    h, hs = ops.zeros_like(keep[:, 0]), []
    for t in range(x.shape[1]):
        h = keep[:, t] * h + add[:, t]
        hs.append(h)
    return ops.stack(hs, axis=1)

# %% scan
def join(first, second):
    """Two stretches, each "keep so much, then add so much", as one stretch."""
    keep_1, add_1 = first
    keep_2, add_2 = second
    return keep_1 * keep_2, keep_2 * add_1 + add_2

def min_gru_scan(x, *weights):
    _, hs = ops.associative_scan(join, gates(x, *weights), axis=1)
    return hs

# %% equal
keras.utils.set_random_seed(0)
batch, time, d, u = 4, 300, 8, 16
x = keras.random.normal((batch, time, d))
shapes = (d, u), (u,), (d, u), (u,)
weights = [keras.random.normal(shape) * 0.5 for shape in shapes]
apart = min_gru(x, *weights) - min_gru_scan(x, *weights)
difference = float(ops.max(ops.abs(apart)))
print(f"largest difference {difference:.0e}")

# %% straight
def bend(step):
    """How far is the step of a mean of states from the mean of their steps?"""
    a, b = keras.random.normal((2, batch, u))
    return float(ops.max(ops.abs(step((a + b) / 2) - (step(a) + step(b)) / 2)))

keep, add = gates(x, *weights)
gru, lstm = keras.layers.GRUCell(u), keras.layers.LSTMCell(u)
c = keras.random.normal((batch, u))
bends = {
    "minGRU": bend(lambda h: keep[:, 0] * h + add[:, 0]),
    "GRU": bend(lambda h: gru(x[:, 0], [h])[0]),
    "LSTM, in h": bend(lambda h: lstm(x[:, 0], [h, c])[1][1]),
    "LSTM, in c": bend(lambda c: lstm(x[:, 0], [0 * c, c])[1][1]),
}
for name, value in bends.items():
    print(f"{name:11} {value:.1e}")

# %% mistake
def mixed_up(first, second):
    return join(second, first)

_, hs = ops.associative_scan(mixed_up, gates(x, *weights), axis=1)
right = min_gru_scan(x, *weights)
wrong = float(ops.max(ops.abs(hs - right)))
print(hs.shape == right.shape, f"{wrong:.2f}")
