"""Compare the final states of a sequence alone, padded, and with a mask."""

# %% imports
import keras
import numpy as np

# %% sequence
keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
length, time, d, u = 5, 12, 3, 8
alone = rng.normal(size=(1, length, d)).astype("float32")
padded = {
    side: keras.utils.pad_sequences(alone, time, "float32", padding=side)
    for side in ("pre", "post")
}

# %% compare
layers = (keras.layers.SimpleRNN, keras.layers.LSTM, keras.layers.GRU)
# distance[layer][weights][side, mask]: the largest difference of any unit
distance = {}
for layer_class in layers:
    layer = layer_class(u)
    layer.build(alone.shape)
    fresh = layer.get_weights()
    # Training moves the biases away from zero. Here, random numbers stand in.
    used = fresh[:2] + [rng.normal(0, 0.5, fresh[2].shape)]
    found = distance[layer_class.__name__] = {}
    for name, weights in {"fresh": fresh, "biases moved": used}.items():
        layer.set_weights(weights)
        truth = np.asarray(layer(alone))
        found[name] = {}
        for side, x in padded.items():
            for masked in (False, True):
                mask = (x != 0).any(axis=-1) if masked else None  # (1, time)
                state = np.asarray(layer(x, mask=mask))
                key = f"{side}, mask" if masked else side
                found[name][key] = float(np.abs(state - truth).max())

# %% print
print(" " * 24, "    pre    post  pre, mask  post, mask")
for layer_name, found in distance.items():
    for name, row in found.items():
        a, b, c, e = row["pre"], row["post"], row["pre, mask"], row["post, mask"]
        label = f"{layer_name}, {name}"
        print(f"{label:24}{a:8.3f}{b:8.3f}{c:11.0e}{e:12.0e}")
