"""Write a step of each recurrent cell in NumPy, and check it against Keras."""

# %% imports
import keras
import numpy as np

# %% simplernn
def simple_rnn_step(x_t, h_prev, W, U, b):
    """x_t (d,), h_prev (u,), W (d, u), U (u, u), b (u,) -> h_t (u,)"""
    h_t = np.tanh(x_t @ W + h_prev @ U + b)
    return h_t

# %% sigma
def sigma(a):
    return 1 / (1 + np.exp(-a))

# %% lstm
def lstm_step(x_t, h_prev, c_prev, W, U, b):
    """x_t (d,), h_prev, c_prev (u,), W (d, 4u), U (u, 4u), b (4u,) -> h_t, c_t"""
    W_i, W_f, W_c, W_o = np.split(W, 4, axis=-1)  # each (d, u)
    U_i, U_f, U_c, U_o = np.split(U, 4, axis=-1)  # each (u, u)
    b_i, b_f, b_c, b_o = np.split(b, 4, axis=-1)  # each (u,)
    i_t = sigma(x_t @ W_i + h_prev @ U_i + b_i)
    f_t = sigma(x_t @ W_f + h_prev @ U_f + b_f)
    c_tilde = np.tanh(x_t @ W_c + h_prev @ U_c + b_c)
    o_t = sigma(x_t @ W_o + h_prev @ U_o + b_o)
    c_t = f_t * c_prev + i_t * c_tilde
    h_t = o_t * np.tanh(c_t)
    return h_t, c_t

# %% gru
def gru_step(x_t, h_prev, W, U, b, reset_after=True):
    """x_t (d,), h_prev (u,), W (d, 3u), U (u, 3u), b (2, 3u) or (3u,) -> h_t"""
    W_z, W_r, W_h = np.split(W, 3, axis=-1)  # each (d, u)
    U_z, U_r, U_h = np.split(U, 3, axis=-1)  # each (u, u)
    first, second = b if reset_after else (b, np.zeros_like(b))
    b_z, b_r, b_h = np.split(first, 3)  # each (u,)
    b2_z, b2_r, b2_h = np.split(second, 3)  # each (u,)
    z_t = sigma(x_t @ W_z + b_z + h_prev @ U_z + b2_z)
    r_t = sigma(x_t @ W_r + b_r + h_prev @ U_r + b2_r)
    if reset_after:
        h_tilde = np.tanh(x_t @ W_h + b_h + r_t * (h_prev @ U_h + b2_h))
    else:
        h_tilde = np.tanh(x_t @ W_h + b_h + (r_t * h_prev) @ U_h)
    h_t = z_t * h_prev + (1 - z_t) * h_tilde
    return h_t

# %% unroll
def unroll(step, x, states, weights, **options):
    """x (batch, time, d) -> the hidden states of all steps (batch, time, u)"""
    outputs = []
    for t in range(x.shape[1]):
        new = step(x[:, t], *states, *weights, **options)
        states = new if isinstance(new, tuple) else (new,)
        outputs.append(states[0])
    return np.stack(outputs, axis=1)

# %% compare
cells = {  # name: NumPy step, Keras layer, number of states, options
    "SimpleRNN": (simple_rnn_step, keras.layers.SimpleRNN, 1, {}),
    "LSTM": (lstm_step, keras.layers.LSTM, 2, {}),
    "GRU, reset after": (gru_step, keras.layers.GRU, 1, {"reset_after": True}),
    "GRU, reset before": (gru_step, keras.layers.GRU, 1, {"reset_after": False}),
}
rng = np.random.default_rng(0)
shapes = rng.integers(1, 20, size=(4, 4))  # four times batch, time, d, u
differences = {}  # name: the largest absolute difference for each of the shapes
for name, (step, layer_class, n_states, options) in cells.items():
    differences[name] = []
    for batch, time, d, u in shapes.tolist():
        layer = layer_class(u, return_sequences=True, **options)
        layer.build((batch, time, d))
        # Small weights: large ones would amplify the rounding from step to step.
        weights = [rng.normal(0, 0.2, w.shape) for w in layer.get_weights()]
        layer.set_weights(weights)
        x = rng.normal(size=(batch, time, d)).astype("float32")
        states = [np.zeros((batch, u), "float32")] * n_states
        ours = unroll(step, x, states, layer.get_weights(), **options)
        theirs = keras.ops.convert_to_numpy(layer(x))
        differences[name].append(float(np.abs(ours - theirs).max()))
    print(f"{name:18}", *(f"{d:.0e}" for d in differences[name]))
largest_difference = max(max(d) for d in differences.values())
