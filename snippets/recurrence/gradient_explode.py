"""Train a ReLU recurrence with and without gradient clipping."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
T = 100


def adding(examples, rng):
    """x (examples, T, 2): a number, and a mark; y: the sum of the marked two."""
    x = np.zeros((examples, T, 2), "float32")
    x[..., 0] = rng.random((examples, T))
    rows = np.arange(examples)
    x[rows, rng.integers(0, T // 2, examples), 1] = 1  # one in each half
    x[rows, rng.integers(T // 2, T, examples), 1] = 1
    return x, (x[..., 0] * x[..., 1]).sum(axis=1)


x, y = adding(3200, np.random.default_rng(0))
x_test, y_test = adding(1000, np.random.default_rng(1))
baseline = float(np.mean((y.mean() - y_test) ** 2))  # always the mean

# %% network
def network():
    return keras.Sequential([
        keras.Input((T, 2)),
        keras.layers.SimpleRNN(
            32, activation="relu", recurrent_initializer="identity"
        ),
        keras.layers.Dense(1),
    ])

# %% train
clippings, epochs = {"unclipped": None, "clipped": 1.0}, 8
losses = {name: [] for name in clippings}  # losses[name][seed]: one an epoch
errors = {name: [] for name in clippings}  # the same on the test part
for name, limit in clippings.items():
    model = network()  # compiled once, and set back before each training
    optimizer = keras.optimizers.Adam(0.001, global_clipnorm=limit)
    model.compile(optimizer, "mse", jit_compile=True, steps_per_execution=50)
    optimizer.build(model.trainable_variables)
    fresh = {}
    optimizer.save_own_variables(fresh)
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        optimizer.load_own_variables(fresh)
        history = model.fit(
            x, y, epochs=epochs, batch_size=32, verbose=0,
            validation_data=(x_test, y_test), validation_batch_size=1000,
        ).history
        losses[name].append(history["loss"])
        errors[name].append(history["val_loss"])

# %% compare
final = {name: [error[-1] for error in runs] for name, runs in errors.items()}
largest = {name: [] for name in losses}  # of the epochs that have a number
print(f"always the mean: {baseline:.3f}")
print("            largest training loss   last test error")
for name, runs in losses.items():
    for loss, error in zip(runs, final[name]):
        largest[name].append(float(max(v for v in loss if np.isfinite(v))))
        print(f"{name:12}{largest[name][-1]:21.1e}{error:18.3f}")

# %% plot
fig, ax = plt.subplots(num="clipping", figsize=(6, 3.4), layout="constrained")
for (name, runs), style in zip(errors.items(), ("C0:", "C0-")):
    for i, error in enumerate(runs):
        label = "_" if i else name
        ax.semilogy(range(1, epochs + 1), error, style, lw=1.4, label=label)
        if not np.isfinite(error[-1]):  # mark the last epoch that had a number
            last = np.flatnonzero(np.isfinite(error))[-1]
            ax.plot(last + 1, error[last], "C0x", markersize=9)
ax.axhline(baseline, color="C3", linestyle="--", label="always the mean")
ax.set(xlabel="epoch", ylabel="test error (MSE)")
fig.legend(loc="outside upper center", ncols=3)
plt.show()
