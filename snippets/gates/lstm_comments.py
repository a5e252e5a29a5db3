"""Watch the gates of one LSTM unit that tells comments from code."""

# %% train
from pathlib import Path

import keras
import matplotlib
import matplotlib.pyplot as plt
import numpy as np

def read(name):
    """A file of matplotlib: its text, codes (time,), and 1 where a comment is"""
    text = (Path(matplotlib.__file__).parent / name).read_text(encoding="utf-8")
    is_comment, inside = [], False
    for s in text:  # from a # to the end of its line
        inside = s != "\n" and (inside or s == "#")
        is_comment.append(inside)
    codes = [min(ord(s), 127) for s in text]  # 127: all beyond ASCII
    return text, np.array(codes), np.array(is_comment, "float32")

text, codes, is_comment = read("animation.py")
ends = np.flatnonzero(codes[:-100] == ord("\n"))
x = np.stack([codes[t + 1:t + 101] for t in ends])  # (pieces, 100)
y = np.stack([is_comment[t + 1:t + 101, None] for t in ends])  # (pieces, 100, 1)
text, codes, is_comment = read("backends/registry.py")  # for the test

model = keras.Sequential([
    keras.Input((None,), dtype="int32"),
    keras.layers.Embedding(128, 8),  # eight trainable numbers a character
    keras.layers.LSTM(1, return_sequences=True),
    keras.layers.Dense(1, activation="sigmoid"),
])

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

accuracy, seen, at_hash = [], [], []  # one a seed
for seed in range(3):
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    adam.load_own_variables(fresh)
    model.fit(x, y, epochs=20, batch_size=32, verbose=0)
    seen.append(read_with(model.get_weights()))
    wrong = seen[-1][4] != is_comment
    accuracy.append(float(np.mean(~wrong)))
    at_hash.append(float(np.mean(codes[wrong] == ord("#"))))

length, n_comments = len(text), int(np.sum(np.diff(is_comment) > 0))
majority = float(1 - is_comment.mean())  # always say: no comment
print(f"{length:,} characters, {n_comments} comments; always no: {majority:.3f}")
print("accuracy of three seeds:", *(f"{a:.4f}" for a in accuracy))
print("of their errors, on a #:", *(f"{a:6.0%}" for a in at_hash))

first = text.index("Exception:  # KeyError")
steps = np.arange(first, first + 46)
i, f, o, c, _ = seen[int(np.argmax(accuracy))][:, steps]
fig, axes = plt.subplots(4, 1, num="gates", figsize=(6, 4.4), sharex=True)
rows = {"forget": f, "input": i, "output": o, "cell": c}
for ax, name, color in zip(axes, rows, ["C3", "C2", "C1", "C0"]):
    ax.plot(rows[name], color=color, drawstyle="steps-mid")
    ax.set_ylabel(name)
    ax.grid(False, axis="x")
    ax.tick_params(axis="x", length=0)
    if name != "cell":
        ax.set(ylim=(-0.1, 1.1), yticks=[0, 1])
letters = [text[t].replace("\n", "⏎") for t in steps]
axes[-1].set_xticks(range(len(steps)), letters)
fig.align_ylabels()
plt.show()
