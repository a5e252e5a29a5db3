"""Choose the frames that tell speakers apart, by cross-validation."""

# %% imports
from importlib.metadata import distribution

import matplotlib.pyplot as plt
import numpy as np

# %% data
# The data: pip install --no-deps aeon==1.6.0
folder = "aeon/datasets/data/JapaneseVowels/JapaneseVowels_"


def load(part):
    path = distribution("aeon").locate_file(f"{folder}{part}.ts")
    lines = path.read_text(encoding="utf-8").partition("@data\n")[2].splitlines()
    utterances, speakers = [], []
    for line in lines:
        *channels, speaker = line.split(":")
        values = [channel.split(",") for channel in channels]
        utterances.append(np.array(values, float).T)  # (time, 12)
        speakers.append(int(speaker) - 1)
    return utterances, np.array(speakers)


(train, y), (test, y_test) = load("TRAIN"), load("TEST")
test_counts = np.bincount(y_test)

# %% plot
fig, ax = plt.subplots(num="voices", figsize=(6, 2.6), layout="constrained")
for k, style in ((0, "C0"), (2, "C1--")):
    for i in np.flatnonzero(y == k)[:3]:
        label = f"speaker {k + 1}" if i == np.argmax(y == k) else None
        ax.plot(train[i][:, 0], style, label=label)
ax.set(xlabel="frame", ylabel="first coefficient")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% rule
def linear(x, y, x_new):
    """Linear discriminant analysis: a mean for each, one covariance for all."""
    means = np.array([x[y == k].mean(axis=0) for k in range(9)])
    within = x - means[y]
    inverse = np.linalg.inv(within.T @ within / (len(x) - 9))
    weights = inverse @ means.T
    bias = -0.5 * np.sum(means.T * weights, axis=0)
    return np.argmax(x_new @ weights + bias, axis=1)


choices = {
    "first": lambda x: x[0],
    "middle": lambda x: x[len(x) // 2],
    "last": lambda x: x[-1],
    "mean": lambda x: x.mean(axis=0),
    "mean, deviation": lambda x: np.r_[x.mean(axis=0), x.std(axis=0)],
    "first, last": lambda x: x[[0, -1]].ravel(),
    "first, middle, last": lambda x: x[[0, len(x) // 2, -1]].ravel(),
}

# %% validate
rng = np.random.default_rng(0)
# Each speaker's 30 training utterances, dealt into five folds of six, 20 times
deals = [np.concatenate([rng.permutation(30) % 5 for _ in range(9)])
         for _ in range(20)]
by_deal, validation, final = {}, {}, {}
print("frames               validation    test")
for name, choose in choices.items():
    x = np.array([choose(u) for u in train])
    x_test = np.array([choose(u) for u in test])
    by_deal[name] = [np.mean([
        linear(x[fold != k], y[fold != k], x[fold == k]) == y[fold == k]
        for k in range(5)
    ]) for fold in deals]
    validation[name] = np.mean(by_deal[name])
    final[name] = np.mean(linear(x, y, x_test) == y_test)
    print(f"{name:19}{validation[name]:12.3f}{final[name]:8.3f}")
best = max(validation, key=validation.get)
table = np.array(list(by_deal.values()))  # (choices, deals)
top = table == table.max(axis=0)
alone = np.sum(top & (top.sum(axis=0) == 1), axis=1)
wins = dict(zip(choices, alone.tolist()))  # in how many deals it is best, alone
print("best by validation:", best)
print("best alone, in so many of 20 deals:")
print("  " + "; ".join(f"{name}: {n}" for name, n in wins.items() if n))
