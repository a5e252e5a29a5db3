"""Shapes, parameters and short recipes for recurrent layers, each of them run."""

# %% imports
import keras
import numpy as np
from keras.layers import GRU, LSTM, Bidirectional, Dense, Embedding, SimpleRNN

keras.utils.set_random_seed(0)
B, T, d, u, k = 4, 6, 3, 5, 7  # batch, time, features, units, classes
x = np.random.default_rng(0).normal(size=(B, T, d)).astype("float32")
numbers = np.array([[3, 1, 2, 0, 0, 0]] * B)  # words, padded with 0

# %% shapes
letters = {B: "B", T: "T", u: "u", 2 * u: "2u", d: "d"}
shapes, flags = {}, {"return_sequences": True}
for name, layer in {
    "LSTM": LSTM(u),
    "LSTM sequences": LSTM(u, **flags),
    "SimpleRNN state": SimpleRNN(u, return_state=True),
    "GRU state": GRU(u, return_state=True),
    "LSTM state": LSTM(u, return_state=True),
    "LSTM sequences state": LSTM(u, **flags, return_state=True),
    "Bidirectional": Bidirectional(LSTM(u)),
    "Bidirectional sequences": Bidirectional(LSTM(u, **flags)),
    "Bidirectional sum": Bidirectional(LSTM(u, **flags), merge_mode="sum"),
    "Bidirectional state": Bidirectional(LSTM(u, return_state=True)),
}.items():
    made = layer(x)
    made = made if isinstance(made, (list, tuple)) else [made]
    made = ["(" + ", ".join(letters[n] for n in y.shape) + ")" for y in made]
    shapes[name] = ", ".join(made)

# %% weights
weights, counts = {}, {}
for name, layer in {
    "SimpleRNN": SimpleRNN(u),
    "LSTM": LSTM(u),
    "GRU": GRU(u),
    "GRU, reset before": GRU(u, reset_after=False),
    "Bidirectional LSTM": Bidirectional(LSTM(u)),
}.items():
    layer.build((None, None, d))
    weights[name] = [tuple(w.shape) for w in layer.weights]
    counts[name] = layer.count_params()

# %% many-to-one
classify = keras.Sequential([
    keras.Input((None, d)),  # any length, d features
    LSTM(u),
    Dense(k, activation="softmax"),
])
classify.compile("adam", "sparse_categorical_crossentropy")  # y: (batch,)

# %% many-to-many
tag = keras.Sequential([
    keras.Input((None, d)),
    LSTM(u, return_sequences=True),
    Dense(k, activation="softmax"),  # the same at every step
])
tag.compile("adam", "sparse_categorical_crossentropy")  # y: (batch, time)

# %% stacked
deep = keras.Sequential([
    keras.Input((None, d)),
    LSTM(u, return_sequences=True),  # in all but the last
    LSTM(u),
    Dense(1),
])
deep.compile(keras.optimizers.Adam(0.001, global_clipnorm=1.0), "mse")

# %% masked
words = keras.Sequential([
    keras.Input((None,), dtype="int32"),  # padded with 0, at the end
    Embedding(1000, 8, mask_zero=True),  # for numbers: Masking(0.0)
    Bidirectional(LSTM(u)),
    Dense(1, activation="sigmoid"),
])

# %% stateful
stream = keras.Sequential([
    keras.Input(batch_shape=(B, None, d)),
    LSTM(u, stateful=True),
])
first = stream.predict_on_batch(x[:, :3])
second = stream.predict_on_batch(x[:, 3:])  # goes on where the first ended
stream.layers[0].reset_state()  # before the next sequences

# %% encoder-decoder
source, shifted = keras.Input((None, d)), keras.Input((None, k))
_, h, c = LSTM(u, return_state=True)(source)
y = LSTM(u, return_sequences=True)(shifted, initial_state=[h, c])
translate = keras.Model([source, shifted], Dense(k, activation="softmax")(y))

# %% free-running
cell, head = keras.layers.LSTMCell(u), Dense(d)  # trained: layer.cell
states, forecast = cell.get_initial_state(batch_size=B), []
for t in range(T + 8):  # read T steps, then go on for 8 more
    y, states = cell(x[:, t] if t < T else forecast[-1], states)
    forecast.append(head(y))
