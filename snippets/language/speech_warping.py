"""Align utterances before comparing them: dynamic time warping."""

# %% imports
from importlib.metadata import distribution

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
longest = max(map(len, train))
padded = np.stack([np.pad(x, ((0, longest - len(x)), (0, 0))) for x in train])
ends = np.array([len(x) for x in train])

# %% warp
def distances(x):
    """-> (270,): the cheapest alignment of x with each training utterance"""
    # (frames of x, 270, frames of the training utterance)
    cost = np.sum((x[:, None, None] - padded) ** 2, axis=-1)
    before = np.full((len(train), longest + 1), np.inf)
    before[:, 0] = 0
    for row in cost:
        now = np.full_like(before, np.inf)
        for j in range(1, longest + 1):
            step = np.minimum(before[:, j], before[:, j - 1])  # along x, or both
            now[:, j] = row[:, j - 1] + np.minimum(step, now[:, j - 1])
        before = now
    return before[np.arange(len(train)), ends]


# %% compare
nearest = np.array([y[distances(x).argmin()] for x in test])
warped = np.mean(nearest == y_test)
means = np.array([x.mean(axis=0) for x in train])
test_means = np.array([x.mean(axis=0) for x in test])
squares = np.sum((test_means[:, None] - means) ** 2, axis=-1)  # (370, 270)
mean_frame = np.mean(y[squares.argmin(axis=1)] == y_test)
print(f"nearest mean frame       {mean_frame:.3f}")
print(f"nearest after alignment  {warped:.3f}")
