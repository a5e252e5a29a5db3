"""Follow a mask through the layers of a model, and into its loss."""

# %% imports
import textwrap
import warnings

import keras
import numpy as np

# %% sequences
rng = np.random.default_rng(0)
sequences = [rng.normal(size=(n, 3)) for n in (6, 2)]
x = keras.utils.pad_sequences(sequences, dtype="float32", padding="post")

# %% masking
hidden = keras.layers.Masking()(x)  # the same numbers, with a mask attached
print(np.asarray(hidden._keras_mask).astype(int))

# %% layers
layers = {
    "Dense": keras.layers.Dense(2),
    "Dropout": keras.layers.Dropout(0.2),
    "LayerNormalization": keras.layers.LayerNormalization(),
    "LSTM, return_sequences": keras.layers.LSTM(2, return_sequences=True),
    "Bidirectional, the same": keras.layers.Bidirectional(
        keras.layers.LSTM(2, return_sequences=True)
    ),
    "LSTM": keras.layers.LSTM(2),
    "GlobalAveragePooling1D": keras.layers.GlobalAveragePooling1D(),
    "GlobalMaxPooling1D": keras.layers.GlobalMaxPooling1D(),
    "Conv1D": keras.layers.Conv1D(2, 3, padding="same"),
    "Flatten": keras.layers.Flatten(),
    "Reshape": keras.layers.Reshape((18,)),
    "hidden * 2": lambda hidden: hidden * 2,
}
fate = {}
for name, layer in layers.items():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        y = layer(hidden)
    if getattr(y, "_keras_mask", None) is not None:
        fate[name] = "passed on"
    elif caught:
        fate[name] = "dropped, with a warning"
        warning = str(caught[0].message)
    elif getattr(layer, "supports_masking", False):
        fate[name] = "used up"
    else:
        fate[name] = "dropped without a word"
    print(f"{name:24} {fate[name]}")

# %% warning
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    keras.layers.Conv1D(2, 3, name="conv")(hidden)
print(textwrap.fill(str(caught[0].message), 68))

# %% by-hand
mask = keras.layers.Masking().compute_mask(x)  # (batch, time)
h = keras.layers.Conv1D(4, 3, padding="same")(x)  # no mask goes in or out
state = keras.layers.LSTM(2)(h, mask=mask)

# %% loss
keras.utils.set_random_seed(0)
model = keras.Sequential([
    keras.Input((None, 3)),
    keras.layers.Masking(),
    keras.layers.LSTM(4, return_sequences=True),
    keras.layers.Dense(1),
])
model.compile(loss="mse", metrics=["mae"])
y = np.ones((2, 6, 1), "float32")  # at the padded steps too: do they count?
result = model.evaluate(x, y, verbose=0, return_dict=True)
errors = (model.predict(x, verbose=0) - y)[..., 0]  # (batch, time)
real = (x != 0).any(axis=-1)  # (batch, time)
real_mse = float(np.mean(errors[real] ** 2))
all_mse = float(np.mean(errors**2))
real_mae = float(np.mean(np.abs(errors[real])))
print(f"loss that Keras reports      {result['loss']:.5f}")
print(f"mean over the real steps     {real_mse:.5f}")
print(f"mean over all steps          {all_mse:.5f}")
print(f"mae: Keras {result['mae']:.5f}, over the real steps {real_mae:.5f}")
