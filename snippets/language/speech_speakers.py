"""Tell nine speakers apart by one vowel pair each, with and without a network."""

# %% imports
from importlib.metadata import distribution

import keras
import numpy as np
from keras.layers import GRU, LSTM, Bidirectional, Dense, Masking

# %% data
# The data: pip install --no-deps aeon==1.6.0
folder = "aeon/datasets/data/JapaneseVowels/JapaneseVowels_"


def load(part):
    path = distribution("aeon").locate_file(f"{folder}{part}.ts")
    text = path.read_text(encoding="utf-8").partition("@data\n")[2]
    utterances, speakers = [], []
    for line in text.splitlines():
        *channels, speaker = line.split(":")
        values = np.array([channel.split(",") for channel in channels], "float32")
        utterances.append(values.T)  # (time, 12)
        speakers.append(int(speaker) - 1)
    return utterances, np.array(speakers)


(train, y_train), (test, y_test) = load("TRAIN"), load("TEST")
lengths = [len(x) for x in train + test]
longest = max(lengths)
print("training part:", len(train), "utterances by speaker", np.bincount(y_train))
print("test part:    ", len(test), "utterances by speaker", np.bincount(y_test))
print("lengths:      ", min(lengths), "to", longest, "frames")

# %% pad
frames = np.concatenate(train)  # (all frames, 12)
mean, deviation = frames.mean(axis=0), frames.std(axis=0)


def padded(utterances):
    scaled = [(x - mean) / deviation for x in utterances]
    return keras.utils.pad_sequences(scaled, longest, "float32", padding="post")


x_train, x_test = padded(train), padded(test)  # (utterances, 29, 12)
padding_share = 1 - np.mean(lengths) / longest

# %% baselines
def linear(x, x_new):
    """Linear discriminant analysis: a mean for each, one covariance for all."""
    means = np.array([x[y_train == k].mean(axis=0) for k in range(9)])
    within = x - means[y_train]
    inverse = np.linalg.inv(within.T @ within / (len(x) - 9))
    weights = inverse @ means.T  # (features, 9)
    bias = -0.5 * np.sum(means.T * weights, axis=0)
    return np.argmax(x_new @ weights + bias, axis=1)


def features(utterances, name):
    if name == "mean":
        return np.array([x.mean(axis=0) for x in utterances])
    return np.array([x[[0, len(x) // 2, -1]].ravel() for x in utterances])


mean_frame = features(train, "mean"), features(test, "mean")
three = features(train, "three"), features(test, "three")
squares = np.sum((mean_frame[1][:, None] - mean_frame[0]) ** 2, axis=-1)
guesses = {
    "most frequent speaker": np.full(len(test), np.bincount(y_test).argmax()),
    "nearest mean frame": y_train[squares.argmin(axis=1)],
    "linear, mean frame": linear(*mean_frame),
    "linear, three frames": linear(*three),
}
accuracy = {name: [np.mean(g == y_test)] for name, g in guesses.items()}

# %% networks
layers = {
    "GRU": [Masking, lambda: GRU(32)],
    "LSTM": [Masking, lambda: LSTM(32)],
    "bidirectional LSTM": [Masking, lambda: Bidirectional(LSTM(16))],
    "GRU without mask": [lambda: GRU(32)],
}


def network(name):
    made = (make() for make in layers[name])
    return keras.Sequential([keras.Input((None, 12)), *made, Dense(9)])

# %% train
passes = 15  # over the training part; five of them an epoch, to save time
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
parameters = {}
for name in layers:
    model = network(name)
    model.compile(keras.optimizers.Adam(0.01), loss, steps_per_execution=30)
    model.optimizer.build(model.trainable_variables)
    model.optimizer.save_own_variables(fresh := {})  # before any training
    accuracy[name], parameters[name] = [], model.count_params()
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(name).get_weights())
        model.optimizer.load_own_variables(fresh)
        model.fit(np.tile(x_train, (5, 1, 1)), np.tile(y_train, 5),
                  epochs=passes // 5, batch_size=45, verbose=0)
        guess = keras.ops.convert_to_numpy(model(x_test)).argmax(axis=1)
        accuracy[name].append(np.mean(guess == y_test))

# %% compare
print("test accuracy            mean   lowest  highest")
for name, found in accuracy.items():
    print(f"{name:22}{np.mean(found):7.3f}{min(found):9.3f}{max(found):9.3f}")
