"""Train a ReLU recurrence with and without gradient clipping."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
T, examples = 100, 3200
rng = np.random.default_rng(0)
x = np.zeros((examples, T, 2), "float32")  # a number, and a mark that is 0 or 1
x[..., 0] = rng.random((examples, T))
rows = np.arange(examples)
x[rows, rng.integers(0, T // 2, examples), 1] = 1  # one mark in each half
x[rows, rng.integers(T // 2, T, examples), 1] = 1
y = (x[..., 0] * x[..., 1]).sum(axis=1)  # the sum of the two marked numbers
baseline = float(y.var())  # always the mean

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
clippings = {"unclipped": None, "clipped": 1.0}
losses = {name: [] for name in clippings}  # losses[name][seed]: one an epoch
for name, limit in clippings.items():
    model = network()  # compiled once, and set back before each training
    optimizer = keras.optimizers.Adam(0.001, global_clipnorm=limit)
    model.compile(optimizer, "mse", jit_compile=True)
    optimizer.build(model.trainable_variables)
    fresh = {}
    optimizer.save_own_variables(fresh)
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        optimizer.load_own_variables(fresh)
        run = model.fit(x, y, epochs=8, batch_size=32, verbose=0)
        losses[name].append(run.history["loss"])

# %% compare
final = {name: [loss[-1] for loss in runs] for name, runs in losses.items()}
largest = {name: [] for name in losses}  # of the epochs that have a number
print(f"training loss (always the mean: {baseline:.3f})")
print("               largest of all epochs   last epoch")
for name, runs in losses.items():
    for loss in runs:
        largest[name].append(float(max(v for v in loss if np.isfinite(v))))
        print(f"{name:15}{largest[name][-1]:21.2g}{loss[-1]:13.3f}")

# %% plot
fig, ax = plt.subplots(num="clipping", figsize=(6, 3.4), layout="constrained")
for (name, runs), style in zip(losses.items(), ("C0:", "C0-")):
    for i, loss in enumerate(runs):
        ax.semilogy(range(1, 9), loss, style, lw=1.4, label="_" if i else name)
        if not np.isfinite(loss[-1]):  # the last epoch that still had a number
            last = np.flatnonzero(np.isfinite(loss))[-1:]
            ax.plot(last + 1, np.array(loss)[last], "C0x", markersize=9)
ax.axhline(baseline, color="C3", linestyle="--", label="always the mean")
ax.set(xlabel="epoch", ylabel="training loss (MSE)")
fig.legend(loc="outside upper center", ncols=3)
plt.show()
