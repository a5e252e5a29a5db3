"""Watch the gates of one LSTM unit that tells comments from code."""

# %% imports
import io
import tokenize
from pathlib import Path

import keras
import matplotlib
import matplotlib.pyplot as plt
import numpy as np

# %% data
def read(name):
    """A file of matplotlib: its text, codes (time,), and 1 where a comment is"""
    text = (Path(matplotlib.__file__).parent / name).read_text(encoding="utf-8")
    starts = np.cumsum([0] + [len(s) for s in text.splitlines(keepends=True)])
    is_comment = np.zeros(len(text), "float32")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            first = starts[token.start[0] - 1] + token.start[1]
            is_comment[first:first + len(token.string)] = 1
    codes = np.array([min(ord(s), 127) for s in text])  # 127: all beyond ASCII
    return text, codes, is_comment, starts

_, codes, is_comment, starts = read("animation.py")
begins = [s for s in starts if s + 100 <= len(codes)]  # each line begins a piece
x = np.stack([codes[s:s + 100] for s in begins])  # (pieces, 100)
y = np.stack([is_comment[s:s + 100, None] for s in begins])  # (pieces, 100, 1)
text, codes, is_comment, _ = read("backends/registry.py")  # for the test

# %% model
model = keras.Sequential([
    keras.Input((None,), dtype="int32"),
    keras.layers.Embedding(128, 8),  # eight trainable numbers a character
    keras.layers.LSTM(1, return_sequences=True),
    keras.layers.Dense(1, activation="sigmoid"),
])

# %% train
adam = keras.optimizers.Adam(0.02, clipnorm=1)
model.compile(adam, "binary_crossentropy", jit_compile=True)
adam.build(model.trainable_variables)
fresh = {}
adam.save_own_variables(fresh)
def read_with(weights):
    """The unit in NumPy, over the whole file: gates, cell state, prediction"""
    embedding, W, U, b, V, b_V = weights
    seen, h, c = [], 0.0, 0.0
    for a_x in embedding[codes] @ W + b:  # (4,), in the order i, f, c, o
        i, f, c_tilde, o = a_x + h * U[0]
        i, f, o = 1 / (1 + np.exp([-i, -f, -o]))
        c = f * c + i * np.tanh(c_tilde)
        h = o * np.tanh(c)
        seen.append((i, f, o, c, h * V[0, 0] + b_V[0] > 0))
    return np.array(seen).T

accuracy, seen = [], []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    adam.load_own_variables(fresh)
    model.fit(x, y, epochs=25, batch_size=32, verbose=0)
    seen.append(read_with(model.get_weights()))
    accuracy.append(float(np.mean(seen[-1][4] == is_comment)))

# %% compare
length, n_comments = len(text), text.count("#")
majority = float(1 - is_comment.mean())  # always say: no comment
print(f"{length:,} characters, {n_comments} comments; always no: {majority:.3f}")
print("accuracy of three seeds:", *(f"{a:.4f}" for a in accuracy))

# %% plot
first = text.index("Exception:  # KeyError")
steps = np.arange(first, first + 46)
i, f, o, c, _ = seen[int(np.argmax(accuracy))][:, steps]
fig, axes = plt.subplots(4, 1, num="gates", figsize=(6, 4.4), sharex=True)
rows = ("forget", f, "C3"), ("input", i, "C2"), ("output", o, "C1"), ("cell", c, "C0")
for ax, (name, row, color) in zip(axes, rows):
    ax.plot(row, color=color, drawstyle="steps-mid")
    ax.set_ylabel(name)
    ax.grid(False, axis="x")
    ax.tick_params(axis="x", length=0)
    if name != "cell":
        ax.set(ylim=(-0.1, 1.1), yticks=[0, 1])
axes[-1].set_xticks(range(len(steps)), [text[t].replace("\n", "⏎") for t in steps])
fig.align_ylabels()
plt.show()
