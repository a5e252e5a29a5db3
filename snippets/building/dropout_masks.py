"""Make dropout visible: which numbers are dropped, and at which time steps?"""

# %% imports
import keras
import numpy as np

keras.utils.set_random_seed(3)
rate, time, d = 0.5, 5, 8
ones = np.ones((1, time, d), "float32")  # (batch, time, features)

# %% inputs
# h_t = x_t: an identity for W, nothing for U. What is 0 was dropped.
copier = keras.layers.SimpleRNN(
    d, activation="linear", kernel_initializer="identity",
    recurrent_initializer="zeros", dropout=rate, return_sequences=True,
)
masks = {
    "Dropout before the layer": keras.layers.Dropout(rate)(ones, training=True),
    "dropout= of the layer": copier(ones, training=True),
}

# %% recurrent
# h_t = h_{t-1} after a first input: an identity for U. What is 0 was dropped
# on its way from the step before.
keeper = keras.layers.SimpleRNN(
    d, activation="linear", kernel_initializer="identity",
    recurrent_initializer="identity", recurrent_dropout=rate,
    return_sequences=True,
)
first = np.concatenate([ones[:, :1], 0 * ones], axis=1)  # then nothing more
masks["recurrent_dropout="] = keeper(first, training=True)[:, 1:]

# %% print
for name, mask in masks.items():
    masks[name] = mask = np.asarray(mask)[0]  # (time, features or units)
    print(f"\n{name}: one time step a row")
    for row in mask:
        print("  " + " ".join(f"{value:2.0f}" for value in row))

# %% erased
# dropout= on sequences with few features: how many lose their whole input?
erased = {}
print("features  whole sequences without any input")
for d in (1, 2, 4, 8):
    layer = keras.layers.SimpleRNN(
        d, activation="linear", kernel_initializer="identity",
        recurrent_initializer="zeros", dropout=0.3, return_sequences=True,
    )
    x = np.ones((10_000, time, d), "float32")
    y = np.asarray(layer(x, training=True))
    erased[d] = float(np.mean(np.all(y == 0, axis=(1, 2))))
    print(f"{d:8d}  {erased[d]:.2%}   (0.3 to the power {d}: {0.3**d:.2%})")

# %% blocks
lstm = keras.layers.LSTM(4, recurrent_dropout=0.3)
masks_in_lstm = lstm.cell.dropout_mask_count
print("masks in an LSTM with recurrent dropout:", masks_in_lstm)
