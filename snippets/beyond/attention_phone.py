"""Write spoken telephone numbers in digits, with and without attention."""

# %% imports
import random

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import Input, layers, ops

# %% task
words = "oh one two three four five six seven eight nine double triple".split()
end, start = 10, 11  # symbols of the output, beside the digits

def rule(said):  # ["double", "four", "oh"] -> [4, 4, 0]
    number, times = [], 1
    for code in map(words.index, said):
        number += [code] * times if code < 10 else []
        times = {10: 2, 11: 3}.get(code, 1)
    return number

def read_aloud(length):  # -> the words of a random number of that many digits
    said = []
    while len(rule(said)) < length:
        before = random.choice([[], [], [], ["double"], ["triple"]])
        said += [*before, random.choice(words[:10])]
    return said if len(rule(said)) == length else read_aloud(length)

def arrays(said):  # -> words (n, T), 0 is padding; symbols (n, K), -1 is padding
    x = [[words.index(word) + 1 for word in one] for one in said]
    y, pad = [rule(one) + [end] for one in said], keras.utils.pad_sequences
    return pad(x, padding="post"), pad(y, padding="post", value=-1)

random.seed(0)
train = [read_aloud(random.randint(3, 10)) for _ in range(6400)]
test = [read_aloud(length) for length in range(3, 14) for _ in range(120)]
test = [said for said in test if said not in train]
(x, y), (x_test, y_test) = arrays(train), arrays(test)
lengths = np.sum(y_test >= 0, axis=1) - 1

# %% network
def build(K, units=64):
    x, look, y_before = Input((None,)), Input((None,)), Input((K,))
    embedded = layers.Embedding(len(words) + 1, 16, mask_zero=True)(x)
    read = layers.GRU(units, return_sequences=True)(embedded) * 1  # ends the mask
    encoder = keras.Model(x, [read, layers.Dense(units)(read)])  # states and keys
    y, s, h, keys = map(Input, [(), (units,), (None, units), (None, units)])
    query = layers.Dense(units, use_bias=False)(s)  # y and s are those of k - 1
    e = layers.Dense(1, use_bias=False)(ops.tanh(query[:, None] + keys))[..., 0]
    alpha = ops.softmax(e - 1e9 * (1 - look))  # (batch, T)
    context = ops.einsum("bt,btu->bu", alpha, h)
    joined = layers.Concatenate()([layers.Embedding(12, 16)(y), context])
    s_k, _ = layers.GRUCell(units)(joined, s)
    step = keras.Model([y, s, h, keys, look], [s_k, alpha, layers.Dense(11)(s_k)])
    (h, keys), logits = encoder(x), []
    s = h[:, -1]  # the state after the last word: padding repeats it
    for k in range(K):
        s, _, scores = step([y_before[:, k], s, h, keys, look])
        logits.append(scores)
    return encoder, step, keras.Model([x, look, y_before], ops.stack(logits, 1))

# %% greedy
def look_at(x, attention):  # every word, or the last one only
    last = np.arange(x.shape[1]) == np.sum(x > 0, axis=1, keepdims=True) - 1
    return ops.cast(x > 0 if attention else last, "float32")

def greedy(x, look, K):  # -> symbols (n, K)
    (h, keys), y, out = encoder(x), ops.full((len(x),), start), []
    s = h[:, -1]
    for _ in range(K):
        s, alpha, logits = step([y, s, h, keys, look])
        y = ops.argmax(logits, axis=-1)
        out.append(y)
    return np.stack(out, axis=1)

# %% train
encoder, step, network = build(K=11)
rate = keras.optimizers.schedules.CosineDecay(0.01, 250)
adam = keras.optimizers.Adam(rate, global_clipnorm=1.0)
loss = keras.losses.SparseCategoricalCrossentropy(True, ignore_class=-1)  # logits
network.compile(adam, loss, jit_compile=True, steps_per_execution=50)
right = {"last state": [], "attention": []}
y_before = np.insert(np.maximum(y[:, :-1], 0), 0, start, axis=1)
for name, found in right.items():
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        network.set_weights(build(K=1)[2].get_weights())
        for variable in adam.variables:  # nothing stays of the last seed
            variable.assign(ops.zeros_like(variable))
        look, look_test = [look_at(a, name == "attention") for a in (x, x_test)]
        network.fit([x, look, y_before], y, batch_size=128, epochs=5, verbose=0)
        found.append((greedy(x_test, look_test, 14) == y_test) | (y_test < 0))

# %% compare
right["most frequent"] = [(y_test == end) | (y_test < 0)]  # in training it is end
exact = {name: [[float(one[lengths == n].all(1).mean()) for n in range(3, 14)]
                for one in found] for name, found in right.items()}
known = (y_test >= 0) & (lengths <= 10)[:, None]  # in the range of training
symbols = {name: [float(one[known].mean()) for one in found]
           for name, found in right.items()}

# %% plot
fig, ax = plt.subplots(num="lengths")
for name, color in {"attention": "C0", "last state": "C4"}.items():
    for seed, found in enumerate(exact[name]):
        ax.plot(range(3, 14), found, color=color, label=None if seed else name)
ax.axvline(10.5, color="C5", linestyle=":")  # the longest in training
ax.set(xlabel="digits in the number", ylabel="exact matches")
ax.legend()
plt.show()
