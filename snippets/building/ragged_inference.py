"""Run sequences of different lengths without padding, one after the other."""

# %% imports
import keras
import numpy as np

# %% compare
keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
sequences = [rng.normal(size=(n, 2)).astype("float32") for n in (3, 17, 8, 1)]
model = keras.Sequential([
    keras.Input((None, 2)),  # None: any length
    keras.layers.Masking(),
    keras.layers.GRU(8),
    keras.layers.Dense(1),
])
alone = np.concatenate([model.predict_on_batch(s[None]) for s in sequences])
x = keras.utils.pad_sequences(sequences, dtype="float32", padding="post")
together = model.predict(x, verbose=0)  # one batch, padded and masked
difference = float(np.abs(alone - together).max())
print(f"alone {alone.shape}, together {together.shape}: {difference:.0e} apart")
