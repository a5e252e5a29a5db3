"""Use the classic loader keras.datasets.imdb, and mind its offset of 3."""

# %% imports
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import keras
import numpy as np

# %% file
# A file in the format of imdb.npz, with eight short reviews instead of 50,000.
reviews = {
    "train": [("a great film with a great cast", 1), ("a dull film", 0),
              ("the cast is great the story is great", 1),
              ("the story is dull and the film is slow", 0)],
    "test": [("a great story", 1), ("the film is dull", 0),
             ("the cast is slow", 0), ("great great great", 1)],
}
words = " ".join(text for part in reviews.values() for text, _ in part).split()
ranks = {word: i for i, (word, _) in enumerate(Counter(words).most_common(), 1)}
arrays = {}
for part, rows in reviews.items():
    x = np.empty(len(rows), dtype=object)  # rows of different lengths
    x[:] = [[ranks[word] for word in text.split()] for text, _ in rows]
    arrays |= {f"x_{part}": x, f"y_{part}": np.array([y for _, y in rows])}
folder = TemporaryDirectory(dir=".")
np.savez(Path(folder.name, "imdb.npz"), **arrays)
Path(folder.name, "imdb_word_index.json").write_text(json.dumps(ranks))

# %% patch
# The loader would download the real file, and check that it is the real one.
# This puts ours in its place. Online, leave out this cell, and `local.stop()`
# at the end.
local = patch("keras.src.datasets.imdb.get_file",
              lambda fname, **_: Path(folder.name, fname))
local.start()

# %% load
version = keras.__version__
(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data()
word_index = keras.datasets.imdb.get_word_index()
print("x_train[0]", x_train[0], "  y_train[0]", y_train[0])

# %% decode
names = {rank: word for word, rank in word_index.items()}
wrong = " ".join(names.get(i, "?") for i in x_train[0])
# 0 is padding, 1 the start, 2 a rare word, 3 is never used, words begin at 4
shifted = {rank + 3: word for rank, word in names.items()}
shifted |= {0: "[pad]", 1: "[start]", 2: "[rare]"}
right = " ".join(shifted[i] for i in x_train[0])
print("without the offset:", wrong)
print("with it:           ", right)

# %% num-words
(x_small, _), _ = keras.datasets.imdb.load_data(num_words=8)
small = " ".join(shifted[i] for i in x_small[0])
kept = sorted(set(i for row in x_small for i in row) - {1, 2})
print("num_words=8:", small)
print("words kept: ", [shifted[i] for i in kept])

# %% maxlen
(x_short, _), _ = keras.datasets.imdb.load_data(maxlen=8)
lengths = sorted(len(row) for row in x_train)
short_lengths = sorted(len(row) for row in x_short)
print("lengths, start included:", lengths)
print("with maxlen=8:          ", short_lengths)

# %% path
local.stop()
try:
    keras.datasets.imdb.load_data(path=f"{folder.name}/imdb.npz")
except ValueError as error:
    complaint = str(error).partition(".")[0]
print(complaint)
folder.cleanup()
