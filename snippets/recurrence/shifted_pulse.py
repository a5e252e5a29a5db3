"""Train on a pulse in some places, test in others: dense against recurrent."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% task
time, pulse = 28, np.array([0.25, 0.5, 0.75, 1.0])  # it swells, then stops
places = np.arange(4, 21)   # where a pulse may begin
trained = np.arange(11, 15)  # where it does begin in training

def sequences(begins, rng):
    """begins (n,) -> x (n, time, 1), y (n,): 1 where the pulse swells"""
    x = rng.normal(0, 0.1, (len(begins), time, 1))
    y = np.arange(len(begins)) % 2
    for i, begin in enumerate(begins):
        x[i, begin:begin + 4, 0] += pulse if y[i] else pulse[::-1]
    return x.astype("float32"), y

x_test, y_test = sequences(np.repeat(places, 200), np.random.default_rng(99))

# %% baseline
steps = np.diff(x_test[..., 0])  # (n, time - 1): from each point to the next
rule = -steps.min(axis=1) > steps.max(axis=1)  # it falls faster than it rises
rule_accuracy = np.mean(rule == y_test)
print(f"rule: right in {rule_accuracy:.1%}")

# %% networks
def dense(time):
    return keras.Sequential([
        keras.Input((time, 1)),
        keras.layers.Flatten(),                     # (batch, time)
        keras.layers.Dense(32, activation="relu"),  # a weight for every place
        keras.layers.Dense(1),                      # above 0 means "it swells"
    ])

def last_state(time):
    return keras.Sequential([
        keras.Input((time, 1)),
        keras.layers.SimpleRNN(16),  # (batch, 16): what it holds at the end
        keras.layers.Dense(1),
    ])

def every_state(time):
    return keras.Sequential([
        keras.Input((time, 1)),
        keras.layers.SimpleRNN(16, return_sequences=True),  # (batch, time, 16)
        keras.layers.GlobalMaxPooling1D(),  # (batch, 16): the largest over time
        keras.layers.Dense(1),
    ])

# %% count
widths, counts = [4, 8, 16, 32, 64, 128], {}
fig, ax = plt.subplots(num="parameters", figsize=(6, 2.4), layout="constrained")
for network, color in [(dense, "C5"), (every_state, "C0")]:
    counts[network.__name__] = [network(w).count_params() for w in widths]
    ax.plot(widths, counts[network.__name__], "o-", color=color)
    ax.text(130, counts[network.__name__][-1], network.__name__, color=color)
ax.set(xlabel="points in the window", ylabel="parameters", xticks=widths[2:])
plt.show()

# %% train
def train(network, begin_at):
    """Train with three seeds; return the test accuracy (seeds, places)."""
    model, accuracy, fresh = network(time), [], {}  # one model for all seeds
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss, jit_compile=True)
    model.optimizer.build(model.trainable_variables)
    model.optimizer.save_own_variables(fresh)  # as it is before any training
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(time).get_weights())
        model.optimizer.load_own_variables(fresh)
        rng = np.random.default_rng(seed)
        x, y = sequences(rng.choice(begin_at, 1000), rng)
        model.fit(x, y, epochs=10, batch_size=100, verbose=0)
        right = (np.asarray(model(x_test))[:, 0] > 0) == y_test
        accuracy.append(right.reshape(len(places), -1).mean(axis=1))
    return np.array(accuracy)

accuracy = {
    "dense": train(dense, trained),
    "recurrent, last state": train(last_state, trained),
    "recurrent, every state": train(every_state, trained),
    "dense, trained everywhere": train(dense, places),
}

# %% compare
inside = np.isin(places, trained)
summary = {}  # summary[name]: (trained or other places, seeds)
print(f"{'':27}trained places      other places")
for name, a in accuracy.items():
    summary[name] = np.array([a[:, at].mean(axis=1) for at in (inside, ~inside)])
    seen, unseen = (" ".join(f"{s:.2f}" for s in part) for part in summary[name])
    print(f"{name:27}{seen}      {unseen}")

# %% plot
fig, axes = plt.subplots(
    1, 3, sharey=True, num="places", figsize=(6, 2.8), layout="constrained"
)
for ax, name, color in zip(axes, accuracy, ["C5", "C0", "C0"]):
    ax.axvspan(10.5, 14.5, color="C5", alpha=0.2, linewidth=0)
    ax.axhline(rule_accuracy, color="C3", linestyle=":")
    for line in accuracy[name]:
        ax.plot(places, line, "o-", color=color, markersize=2, linewidth=1)
    ax.set(title=name.replace(", ", ",\n"), xticks=[4, 12, 20], ylim=(0, 1.1))
axes[0].set_ylabel("test accuracy")
axes[1].set_xlabel("where the pulse begins")
plt.show()
