"""Train an LSTM on padded sequences, without and with a mask."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% task
time = 70


def examples(n, seed):
    """-> n sequences of 5 to 20 numbers, y (n, 1): is their sum positive?"""
    rng = np.random.default_rng(seed)
    sequences = [rng.normal(size=(k, 1)) for k in rng.integers(5, 21, n)]
    return sequences, np.array([[s.sum() > 0] for s in sequences], "float32")


def padded(sequences, side):
    return keras.utils.pad_sequences(sequences, time, "float32", padding=side)


test, y_test = examples(1000, seed=100)
majority = float(max(y_test.mean(), 1 - y_test.mean()))
padding_share = 1 - sum(len(s) for s in test) / (len(test) * time)
print(f"majority {majority:.3f}, padding {padding_share:.0%} of all steps")

# %% networks
def network(mask):
    model = keras.Sequential([keras.Input((time, 1))])
    if mask:
        model.add(keras.layers.Masking())
    model.add(keras.layers.LSTM(16))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    return model

# %% train
ways = {  # name: the side, whether there is a mask
    "post": ("post", False), "pre": ("pre", False), "post, mask": ("post", True)
}
curves = {}  # test accuracy by epoch, one list a seed
for name, (side, mask) in ways.items():
    model = network(mask)  # compiled once, and set back before each training
    model.compile(
        keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"]
    )
    model.optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    model.optimizer.save_own_variables(fresh)
    curves[name] = []
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(mask).get_weights())
        model.optimizer.load_own_variables(fresh)
        sequences, y = examples(2000, seed)
        history = model.fit(
            padded(sequences, side), y, epochs=4, batch_size=50, verbose=0,
            validation_data=(padded(test, side), y_test),
            validation_batch_size=500,
        )
        curves[name].append(history.history["val_accuracy"])

# %% compare
final = {name: [curve[-1] for curve in found] for name, found in curves.items()}
print("test accuracy   seed 0   seed 1   seed 2")
for name, found in final.items():
    print(f"{name:13}" + "".join(f"{a:9.3f}" for a in found))

# %% plot
fig, ax = plt.subplots(num="training")
looks = {"post": "C1:", "pre": "C1--", "post, mask": "C1-"}
for name, look in looks.items():
    for seed, curve in enumerate(curves[name]):
        label = None if seed else name
        ax.plot(range(1, 5), curve, look[2:], color="C1", label=label)
ax.axhline(majority, color="C5", linewidth=0.8, label="majority")
ax.set(xlabel="epoch", ylabel="test accuracy", xticks=range(1, 5), ylim=(0.4, 1))
ax.legend(ncols=2)
plt.show()
