"""Let a plain recurrent network add two numbers that are ever farther back."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
def adding(examples, T, rng):
    """x (examples, T, 2): a number, and a mark; y: the sum of the marked two."""
    x = np.zeros((examples, T, 2), "float32")
    x[..., 0] = rng.random((examples, T))
    rows = np.arange(examples)
    x[rows, rng.integers(0, T // 2, examples), 1] = 1  # one in each half
    x[rows, rng.integers(T // 2, T, examples), 1] = 1
    return x, (x[..., 0] * x[..., 1]).sum(axis=1)

# %% train
def network(T):
    return keras.Sequential([
        keras.Input((T, 2)), keras.layers.SimpleRNN(32), keras.layers.Dense(1)
    ])


lengths, epochs = [10, 20, 50], 10
errors, baseline = {T: [] for T in lengths}, {}  # errors[T][seed]: one an epoch
for T in lengths:
    x, y = adding(3200, T, np.random.default_rng(0))
    x_test, y_test = adding(1000, T, np.random.default_rng(1))
    baseline[T] = float(np.mean((y.mean() - y_test) ** 2))  # always the mean
    model = network(T)  # compiled once, and set back before each training
    optimizer = keras.optimizers.Adam(0.005, global_clipnorm=1.0)
    model.compile(optimizer, "mse", jit_compile=True, steps_per_execution=50)
    optimizer.build(model.trainable_variables)
    fresh = {}
    optimizer.save_own_variables(fresh)
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(network(T).get_weights())
        optimizer.load_own_variables(fresh)
        run = model.fit(
            x, y, epochs=epochs, batch_size=64, verbose=0,
            validation_data=(x_test, y_test), validation_batch_size=1000,
        )
        errors[T].append(run.history["val_loss"])

# %% compare
best = {T: [min(run) for run in runs] for T, runs in errors.items()}
last = {T: [run[-1] for run in runs] for T, runs in errors.items()}
print("length   always the mean   test error after the last epoch (3 seeds)")
for T in lengths:
    row = "  ".join(f"{error:.3f}" for error in last[T])
    print(f"{T:6d}{baseline[T]:18.3f}   {row}")

# %% plot
fig, axes = plt.subplots(1, 3, sharey=True, num="adding", figsize=(6, 3))
for ax, (T, runs) in zip(axes, errors.items()):
    for run in runs:
        ax.semilogy(range(1, epochs + 1), run, "C0", lw=1.2)
    mean = ax.axhline(baseline[T], color="C3", linestyle="--")
    ax.set(title=f"length {T}", xlabel="epoch", xticks=[1, epochs // 2, epochs])
axes[0].set(ylabel="test error (MSE)")
lines = {"SimpleRNN": axes[0].lines[0], "always the mean": mean}
fig.legend(lines.values(), lines, loc="outside upper center", ncols=2)
plt.show()
