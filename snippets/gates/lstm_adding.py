"""Solve the adding problem at 100 steps, and see what it does to gradients."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% data
T = 100

def adding(n, rng):
    """n sequences (n, T, 2) of numbers and marks -> x, sum of the two marked y"""
    numbers, marks = rng.random((n, T)), np.zeros((n, T))
    marks[np.arange(n), rng.integers(0, T // 2, n)] = 1  # one in the first half
    marks[np.arange(n), rng.integers(T // 2, T, n)] = 1  # one in the second
    x = np.stack([numbers, marks], axis=-1).astype("float32")
    return x, (numbers * marks).sum(axis=1).astype("float32")

rng = np.random.default_rng(0)
x, y = adding(6_400, rng)
x_test, y_test = adding(1_000, rng)
constant_mse = float(np.mean((y_test - y.mean()) ** 2))  # always say the mean

# %% profile
def profile(name, weights, x):
    """How much the output depends on the state at lags 0 to T - 1, over lag 0"""
    cell = getattr(keras.layers, f"{name}Cell")(units, dtype="float64")
    cell.build((None, 2))
    cell.set_weights(weights[:-2])
    state = [tf.zeros((len(x), units), "float64")] * (2 if name == "LSTM" else 1)
    handed_on = []  # by step, the state that it hands to the next
    with tf.GradientTape() as tape:
        for t in range(T):
            _, state = cell(tf.constant(x[:, t], "float64"), state)
            state = [tf.identity(s) for s in state]
            tape.watch(state)
            handed_on.append(state)
        y_hat = tf.reduce_sum(state[0] @ tf.constant(weights[-2], "float64"))
    gradients = tape.gradient(y_hat, handed_on, unconnected_gradients="zero")
    squares = [sum(tf.reduce_sum(g**2, 1) for g in step) for step in gradients]
    size = np.sqrt(np.mean(squares, axis=1))[::-1]  # over sequences; by lag
    return (size / size[0]).tolist()

# %% train
units, epochs, solved = 16, 9, 0.01
rates = {  # one a seed; the SimpleRNN is given a choice
    "SimpleRNN": [0.001, 0.003, 0.01], "GRU": [0.02] * 3, "LSTM": [0.02] * 3
}
mse, before, after = {}, {}, {}  # one list a seed
for name in rates:
    def network():
        return keras.Sequential([
            keras.Input((T, 2)),
            getattr(keras.layers, name)(units),
            keras.layers.Dense(1),
        ])

    model = network()  # compiled once, and set back before each training
    adam = keras.optimizers.Adam(clipnorm=1)
    model.compile(adam, "mse", jit_compile=True, steps_per_execution=100)
    adam.build(model.trainable_variables)
    fresh = {}
    adam.save_own_variables(fresh)
    mse[name], before[name], after[name] = [], [], []
    for seed, rate in enumerate(rates[name]):
        keras.utils.set_random_seed(seed)
        model.set_weights(network().get_weights())
        adam.load_own_variables(fresh)
        adam.learning_rate = rate
        before[name].append(profile(name, model.get_weights(), x_test[:50]))
        curve = []
        while len(curve) < epochs and (not curve or curve[-1] > solved):
            model.fit(x, y, batch_size=64, verbose=0)  # one epoch
            curve.append(model.evaluate(x_test, y_test, 1_000, verbose=0))
        mse[name].append(curve)
        after[name].append(profile(name, model.get_weights(), x_test[:50]))

# %% compare
print(f"test MSE after each epoch, by seed; always the mean: {constant_mse:.3f}")
for name, curves in mse.items():
    for curve in curves:
        print(f"{name:9}", *(f"{m:.3f}" for m in curve))

# %% plot
lags = [0, 1, 2, 4, 7, 12, 20, 30, 40, 60, 80, 90, 99]
colors = {"SimpleRNN": "C0", "LSTM": "C1", "GRU": "C4"}
fig, axes = plt.subplots(1, 3, num="profiles", figsize=(6, 3), sharey=True)
for ax, (name, color) in zip(axes, colors.items()):
    for old, new in zip(before[name], after[name]):
        ax.plot(lags, np.take(old, lags), "--", color=color, lw=1)
        ax.plot(lags, np.take(new, lags), color=color, lw=1)
    ax.set(title=name, yscale="log", ylim=(1e-28, 30), xlabel="lag")
axes[0].set_ylabel("relative gradient")
plt.show()
