"""Old ways to prepare texts and windows, and how to get the same arrays today."""

# %% imports
import keras
import numpy as np
import tensorflow as tf

texts = ["The dog bites the man.", "The man doesn't run!"]

# %% tokenizer
tokenizer = tf.keras.preprocessing.text.Tokenizer()
tokenizer.fit_on_texts(texts)
old_numbers = tokenizer.texts_to_sequences([*texts, "The cat"])
print(tokenizer.word_index)
print(old_numbers)

# %% vectorization
vectorize = keras.layers.TextVectorization()
vectorize.adapt(texts)
vocabulary = [str(word) for word in vectorize.get_vocabulary()]
new_numbers = np.asarray(vectorize([*texts, "The cat"]))
print(vocabulary)
print(new_numbers)

# %% same
def words(text):  # takes away what Tokenizer does: no apostrophe
    signs = r'[!"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~\t\n]'
    return tf.strings.regex_replace(tf.strings.lower(text), signs, " ")


same = keras.layers.TextVectorization(
    standardize=words, vocabulary=list(tokenizer.word_index)
)
# The numbers of Tokenizer, plus 1.
same_numbers = np.asarray(same([*texts, "The cat"]))
print(same_numbers)

# %% size
sizes = {}
small = tf.keras.preprocessing.text.Tokenizer(num_words=4)
small.fit_on_texts(texts)
kept = {n for row in small.texts_to_sequences(texts) for n in row}
sizes["num_words=4"] = len(kept)
small = keras.layers.TextVectorization(max_tokens=4)
small.adapt(texts)
sizes["max_tokens=4"] = len(small.get_vocabulary(include_special_tokens=False))
print(sizes)

# %% windows
series = np.arange(10.0)
TimeseriesGenerator = tf.keras.preprocessing.sequence.TimeseriesGenerator
old_x, old_y = TimeseriesGenerator(series, series, length=3, batch_size=99)[0]


def windows(data, targets):
    dataset = keras.utils.timeseries_dataset_from_array(
        data, targets, sequence_length=3, batch_size=99
    )
    return (np.asarray(part) for part in next(iter(dataset)))


wrong_x, wrong_y = windows(series, series)
new_x, new_y = windows(series[:-1], series[3:])
for name, a, b in (
    ("TimeseriesGenerator(s, s)", old_x, old_y),
    ("dataset(s, s)", wrong_x, wrong_y),
    ("dataset(s[:-1], s[3:])", new_x, new_y),
):
    print(f"{name:26} first window {a[0]} -> {b[0]:.0f}")
