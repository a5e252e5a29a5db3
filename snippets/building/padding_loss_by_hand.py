"""Compute a masked loss by hand, and see how batches change it."""

# %% imports
import keras
import numpy as np

# %% compare
rng = np.random.default_rng(0)
lengths = np.array([2, 3, 18, 20])
sequences = [rng.normal(size=(n, 1)) for n in lengths]
x = keras.utils.pad_sequences(sequences, dtype="float32", padding="post")
# The task is harder in long sequences: the error there is larger.
y = np.repeat(lengths[:, None, None] / 10, 20, axis=1).astype("float32")
model = keras.Sequential([keras.Input((None, 1)), keras.layers.Masking()])
model.compile(loss="mse", metrics=["mse"])

squares = (x - y)[..., 0] ** 2  # this model says what it reads
real = np.arange(20) < lengths[:, None]
by_step = float(squares[real].mean())
by_sequence = float(np.mean([s[m].mean() for s, m in zip(squares, real)]))
print(f"mean over real steps {by_step:.3f}, over sequences {by_sequence:.3f}")
reported = {}
for size in (4, 2, 1):
    found = model.evaluate(x, y, batch_size=size, verbose=0, return_dict=True)
    reported[str(size)] = found
    loss, metric = found["loss"], found["mse"]
    print(f"batches of {size}: loss {loss:.3f}, metric {metric:.3f}")
