"""Search for a likely output with a beam, and see where a decoder looks."""

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

keras.utils.set_random_seed(0)
train = [read_aloud(random.randint(3, 12)) for _ in range(3200)]
test = [read_aloud(length) for length in range(3, 13) for _ in range(40)]
test = [said for said in test if said not in train]
(x, y), (x_test, y_test) = arrays(train), arrays(test)

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

# %% train
encoder, step, network = build(K=13)
loss = keras.losses.SparseCategoricalCrossentropy(True, ignore_class=-1)
network.compile(keras.optimizers.Adam(0.01), loss, steps_per_execution=50)
inputs = [x, x > 0, np.insert(np.maximum(y[:, :-1], 0), 0, start, axis=1)]
network.fit(inputs, y, batch_size=64, epochs=4, verbose=0)

# %% beam
def beam_search(x, width, K=13):
    """x (n, T) -> the best path of each (n, K), and its log-probability (n,)."""
    n, take, x = len(x), np.take_along_axis, np.repeat(x, width, axis=0)
    (h, keys), look = encoder(x), ops.cast(x > 0, "float32")
    s, paths = h[:, -1], np.full((n, width, 1), start)
    log_p = np.tile([0.0] + [-np.inf] * (width - 1), (n, 1))  # one path at first
    for _ in range(K):
        s, _, logits = step([ops.array(paths[..., -1].ravel()), s, h, keys, look])
        more = np.array(ops.log_softmax(logits)).reshape(n, width, 11)
        more[paths[..., -1] == end] = [-np.inf] * end + [0.0]  # only end
        total = (log_p[..., None] + more).reshape(n, -1)  # of all continuations
        best = np.argsort(-total, axis=1)[:, :width]
        log_p, parent = take(total, best, 1), best // 11
        paths = [take(paths, parent[..., None], 1), best[..., None] % 11]
        paths = np.concatenate(paths, axis=2)
        s = ops.take(s, (np.arange(n)[:, None] * width + parent).ravel(), axis=0)
    return paths[:, 0, 1:], log_p[:, 0]

# %% compare
found = {width: beam_search(x_test, width) for width in (1, 2, 5)}  # 1: greedy
exact = {width: float(np.all((paths == y_test) | (y_test < 0), axis=1).mean())
         for width, (paths, _) in found.items()}
gain = found[5][1] - found[1][1]
tests, higher, lower = len(test), int(sum(gain > 1e-5)), int(sum(gain < -1e-5))
one = int(np.argmax(gain))
spoken, right = " ".join(test[one]), "".join(map(str, rule(test[one])))
best = {w: "".join(str(k) for k in found[w][0][one] if k != end) for w in found}
log_p = {w: float(found[w][1][one]) for w in found}

# %% read
one = [len(a) == 8 and {*words[10:]} < {*a} for a in test].index(True)
h, keys = encoder(x_test[[one], :8])
symbols, alphas, s = [start, *rule(test[one])], [], h[:, -1]
for symbol in symbols:
    s, alpha, _ = step([ops.full((1,), symbol), s, h, keys, ops.ones((1, 8))])
    alphas.append(np.array(alpha[0]))
alphas = np.array(alphas)  # (K, T)
fig, ax = plt.subplots(num="alignment")
ax.scatter(*np.indices(alphas.T.shape), s=250 * alphas.T, marker="s", color="C0")
ax.set(xticks=range(8), xticklabels=test[one], ylim=(len(alphas) - 0.3, -0.7))
ax.set_yticks(range(len(alphas)), [*symbols[1:], "end"])
plt.show()
