"""Pack sequences of similar length into batches, and count the padding saved."""

# %% imports
import time

import keras
import numpy as np

# %% lengths
rng = np.random.default_rng(0)
n, batch_size = 2048, 32
lengths = np.clip(rng.lognormal(mean=3, sigma=0.8, size=n).astype(int), 2, 200)
sequences = [rng.normal(size=(length, 4)).astype("float32") for length in lengths]
lengths_median, lengths_longest = float(np.median(lengths)), int(lengths.max())
print(f"lengths: median {lengths_median:.0f}, longest {lengths_longest}")

# %% batches
def in_batches(order):
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def in_buckets(n_buckets):
    """Sort by length, cut into buckets, shuffle within each, then all batches."""
    buckets = np.array_split(np.argsort(lengths), n_buckets)
    order = np.concatenate([rng.permutation(bucket) for bucket in buckets])
    batches = in_batches(order)
    return [batches[i] for i in rng.permutation(len(batches))]


plans = {  # name: batches of indices, whether all batches have one length
    "all to the longest": (in_batches(rng.permutation(n)), True),
    "each batch to its own": (in_batches(rng.permutation(n)), False),
    "8 buckets": (in_buckets(8), False),
    "64 buckets": (in_buckets(64), False),
}

# %% count
def padded(batch, to_longest):
    return keras.utils.pad_sequences(
        [sequences[i] for i in batch], lengths.max() if to_longest else None,
        "float32", padding="post",
    )


model = keras.Sequential([
    keras.Input((None, 4)), keras.layers.Masking(), keras.layers.GRU(32)
])
model.predict_on_batch(np.ones((2, 3, 4)))  # compile before the clock runs
model.predict_on_batch(np.ones((3, 2, 4)))  # and for any shape
steps, seconds = {}, {}
for name, (batches, to_longest) in plans.items():
    arrays = [padded(batch, to_longest) for batch in batches]
    steps[name] = int(sum(a.shape[0] * a.shape[1] for a in arrays))
    start = time.perf_counter()
    for array in arrays:
        model.predict_on_batch(array)
    seconds[name] = time.perf_counter() - start
padding = {name: float(1 - lengths.sum() / k) for name, k in steps.items()}
print(f"{'':22} {'steps':>8} {'padding':>8} {'time':>6}")
for name in plans:
    relative = seconds[name] / seconds["all to the longest"]
    print(f"{name:22} {steps[name]:8,} {padding[name]:8.0%} {relative:6.2f}")
