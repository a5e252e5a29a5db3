"""Choose the best of many networks on few windows, and trust its error less."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% candidates
width, epochs, seeds = 12, 25, 4
random = np.random.default_rng(0)
t = 0.4 * np.arange(1200)
series = np.sin(t) + 0.5 * np.sin(2.3 * t) + random.normal(0, 0.3, t.size)
windows = sliding_window_view(series[:-1], width)[..., None].astype("float32")
targets = series[width:]
x_train, y_train = windows[:160], targets[:160]
x_new, y_new = windows[-1000:], targets[-1000:]  # 16 windows later, or more


def network():
    return keras.Sequential(
        [keras.Input((width, 1)), keras.layers.LSTM(16), keras.layers.Dense(1)]
    )


model = network()  # compiled once, and set back before each training
adam = keras.optimizers.Adam(0.01)
model.compile(adam, "mse", jit_compile=True, steps_per_execution=8)
adam.build(model.trainable_variables)
fresh = {}  # the optimizer as it is before any training
adam.save_own_variables(fresh)
squares = []  # a row for each candidate, that is for each seed and epoch
for seed in range(seeds):
    keras.utils.set_random_seed(seed)
    model.set_weights(network().get_weights())
    adam.load_own_variables(fresh)
    for _ in range(epochs):
        model.fit(x_train, y_train, batch_size=20, verbose=0)
        forecast = model.predict_on_batch(x_new)[:, 0]
        squares.append((forecast - y_new) ** 2)
squares = np.array(squares)  # (candidates, windows)

# %% choose
sizes, draws = [10, 20, 50, 100, 200, 500], 300
chosen, fixed = {}, {}  # size -> mean validation and test error over the draws
for size in sizes:
    best, last = [], []
    for _ in range(draws):
        order = random.permutation(1000)
        validation = squares[:, order[:size]].mean(axis=1)  # (candidates,)
        test = squares[:, order[size:]].mean(axis=1)
        winner = validation.argmin()
        best.append([validation[winner], test[winner]])
        last.append([validation[-1], test[-1]])  # no choice: always the same one
    chosen[size] = np.mean(best, axis=0).tolist()
    fixed[size] = np.mean(last, axis=0).tolist()
optimism = {size: pair[1] / pair[0] - 1 for size, pair in chosen.items()}

# %% compare
candidates, lowest = len(squares), float(squares.mean(axis=1).min())
print("validation     best of", candidates, " " * 8, "always the last")
print("windows    validation  test       validation  test")
for size in sizes:
    columns = [f"{a:10.3f}{b:8.3f}" for a, b in (chosen[size], fixed[size])]
    print(f"{size:7d}  {columns[0]}   {columns[1]}")

# %% plot
fig, ax = plt.subplots(num="optimism", figsize=(6, 3), layout="constrained")
for row, marker, name in ((1, "s-", "test"), (0, "o--", "validation")):
    errors = [chosen[size][row] for size in sizes]
    ax.semilogx(sizes, errors, marker, color="C1", label=f"chosen, {name}")
    errors = [fixed[size][row] for size in sizes]
    ax.semilogx(sizes, errors, marker, color="C5", label=f"not chosen, {name}")
ax.set(xlabel="validation windows", ylabel="mean squared error")
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
fig.legend(loc="outside upper center", ncols=2)
plt.show()
