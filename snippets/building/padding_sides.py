"""Make one array of sequences of different lengths, and see what gets lost."""

# %% imports
import keras
import numpy as np

# %% pad
sequences = [[7], [1, 2, 3], [4, 5, 6, 7, 8, 9]]
pre = keras.utils.pad_sequences(sequences, maxlen=4)
post = keras.utils.pad_sequences(
    sequences, maxlen=4, padding="post", truncating="post"
)
for a, b in zip(pre, post):
    print(f"default {a}     both post {b}")

# %% numbers
weather = [np.array([[0.4, -1.6]]), np.array([[0.9, 2.5], [0.1, 0.2]])]
whole = keras.utils.pad_sequences(weather)  # (2, 2, 2)
right = keras.utils.pad_sequences(weather, dtype="float32")
print(f"default dtype {whole.dtype}:", *whole.tolist())
print("float32:", *right.astype(float).round(1).tolist())
