"""Train three layers to remember one number, and see which learns it in time."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% data
T = 32  # time steps


def recall(n, lag, moving, rng):
    """Random numbers, one of them marked, and the marked one as the target."""
    numbers = rng.uniform(-1, 1, (n, T)).astype("float32")
    low = lag // 2 if moving else lag
    place = T - 1 - rng.integers(low, lag + 1, n)  # (n,): where the mark stands
    marks = np.zeros((n, T), "float32")
    marks[np.arange(n), place] = 1
    x = np.stack([numbers, marks], axis=-1)  # (n, time, 2)
    return x, numbers[np.arange(n), place]  # target: the marked number


# %% baselines
variance = 1 / 3  # of the targets: the error of always answering zero
lags, tasks = [8, 16, 31], {"fixed place": False, "moving place": True}
linear = {task: [] for task in tasks}  # least squares on all 64 inputs
for task, moving in tasks.items():
    for lag in lags:
        x, y = recall(6_000, lag, moving, np.random.default_rng(9))
        x = x.reshape(len(x), -1)
        weights, *_ = np.linalg.lstsq(x[:4_000], y[:4_000])
        error = np.mean((x[4_000:] @ weights - y[4_000:]) ** 2)
        linear[task].append(float(error / variance))

# %% models
units = {"SimpleRNN": 33, "LSTM": 16, "GRU": 18}  # about 1,200 parameters each
rates = {"SimpleRNN": 0.003, "LSTM": 0.01, "GRU": 0.01}
batch, look, budget = 32, 50, 400  # we look at the error every 50 steps


def network(name):
    layer = getattr(keras.layers, name)(units[name])
    return keras.Sequential([keras.Input((T, 2)), layer, keras.layers.Dense(1)])


class StopWhenSolved(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        # No sequence is seen twice, so the training error is a test error.
        self.model.stop_training = solved = logs["loss"] < 0.1 * variance
        self.steps = look * (epoch + 1) if solved else never


# %% train
seeds, never = 4, budget + look  # `never`: not solved within the budget
parameters = {name: network(name).layers[0].count_params() for name in units}
steps = {task: {name: [] for name in units} for task in tasks}
for name in units:
    model = network(name)  # compiled once, and set back before each training
    optimizer = keras.optimizers.Adam(rates[name], clipnorm=1)
    model.compile(optimizer, "mse", jit_compile=True, steps_per_execution=look)
    optimizer.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    optimizer.save_own_variables(fresh)
    starts = []  # the weights before any training, by seed
    for seed in range(seeds):
        keras.utils.set_random_seed(seed)
        starts.append(network(name).get_weights())
    for task, moving in tasks.items():
        for lag in lags:
            steps[task][name].append([])
            for seed, start in enumerate(starts):
                model.set_weights(start)
                optimizer.load_own_variables(fresh)
                rng = np.random.default_rng(seed)
                x, y = recall(budget * batch, lag, moving, rng)
                watch = StopWhenSolved()
                model.fit(
                    x, y, batch_size=batch, epochs=budget // look, shuffle=False,
                    steps_per_epoch=look, callbacks=[watch], verbose=0,
                )
                steps[task][name][-1].append(watch.steps)

# %% compare
solved = {task: {} for task in tasks}  # seeds, by layer and lag
print("seeds that solved the task")
for task in tasks:
    print(f"{task:14}" + "".join(f"{f'lag {lag}':>10}" for lag in lags))
    print("  linear, error" + "".join(f"{e:10.2f}" for e in linear[task])[1:])
    for name in units:
        counts = [sum(s < never for s in found) for found in steps[task][name]]
        solved[task][name] = counts
        print(f"  {name:12}" + "".join(f"{c:5} of {seeds}" for c in counts))

# %% plot
fig, axes = plt.subplots(
    1, 2, sharey=True, num="span", figsize=(6, 3.2), layout="constrained"
)
for ax, task in zip(axes, tasks):
    for i, (name, color) in enumerate(zip(units, ["C0", "C1", "C4"])):
        for lag, found in enumerate(steps[task][name]):
            at = lag + 0.24 * (i - 1) + 0.045 * (np.arange(seeds) - 1.5)
            label = name if lag == 0 else None
            ax.plot(at, found, "o", color=color, markersize=4, label=label)
    ax.axhline(never - look / 2, color="C5", linewidth=1)
    ax.set(title=task, xlabel="lag (steps)", ylim=(0, never + look / 2))
    ax.set_xticks(range(len(lags)), lags)
axes[0].set_ylabel("training steps until solved")
axes[0].set_yticks([0, 100, 200, 300, never], [0, 100, 200, 300, "never"])
fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
plt.show()
