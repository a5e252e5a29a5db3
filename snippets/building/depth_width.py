"""Compare depth with width at equal parameters, on a task made of stages."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% task
T, seeds, passes, batch = 12, 3, 6, 100


def chain(x, stages):
    """x (sequences, time) -> what the last stage puts out, at each time step"""
    y = x
    for _ in range(stages):
        m, out = np.zeros(len(x)), []
        for t in range(T):
            m = 0.6 * m + y[:, t]  # remember
            out.append(np.sin(2 * m))  # bend
        y = np.stack(out, axis=1)
    return y


random = np.random.default_rng(0)
x = random.uniform(-1, 1, (4000, T))
targets = {stages: chain(x, stages) for stages in (1, 3)}
train, test = slice(0, 3000), slice(3000, 4000)

# %% baselines
zero, linear = {}, {}  # stages -> test MSE
for stages, y in targets.items():
    zero[stages] = float(np.mean(y[test] ** 2))  # forecasting nothing but zeros
    errors = []
    for t in range(T):  # least squares on all inputs so far
        past = np.column_stack([x[:, : t + 1], np.ones(len(x))])
        weights, *_ = np.linalg.lstsq(past[train], y[train, t])
        errors.append(np.mean((past[test] @ weights - y[test, t]) ** 2))
    linear[stages] = float(np.mean(errors))

# %% widths
def count(layers, u, d=1):
    """Parameters of a stack of SimpleRNN layers of u units, and of Dense(1)"""
    first, further = u * (d + u + 1), u * (u + u + 1)
    return first + (layers - 1) * further + u + 1


budget = 3000
widths = {}  # layers -> units
for n in (1, 2, 3):
    widths[n] = min(range(1, 100), key=lambda u: abs(count(n, u) - budget))
sizes = [(n, u) for n, u in widths.items()] + [(1, 128)]  # and one far wider

# %% network
def build(layers, units):
    model = keras.Sequential([keras.Input((T, 1))])
    for _ in range(layers):
        model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Dense(1))  # at each time step
    return model


# %% train
steps = passes * 3000 // batch  # all passes in one epoch: a new one costs time
x_train = np.tile(x[train, :, None], (passes, 1, 1))  # (sequences, time, 1)
results = {stages: {} for stages in targets}  # stages -> size -> test MSE
counts = {}
for n, units in sizes:
    model = build(n, units)  # traced once, and set back before each training
    counts[f"{n} × {units}"] = model.count_params()
    rate = keras.optimizers.schedules.CosineDecay(5e-3, steps)
    adam = keras.optimizers.Adam(rate, global_clipnorm=1.0)
    # For so short a training, compiling with XLA takes longer than it saves.
    model.compile(adam, "mse", jit_compile=False, steps_per_execution=steps)
    adam.build(model.trainable_variables)
    fresh = {}  # the optimizer as it is before any training
    adam.save_own_variables(fresh)
    for stages, y in targets.items():
        results[stages][f"{n} × {units}"] = found = []
        for seed in range(seeds):
            keras.utils.set_random_seed(seed)
            model.set_weights(build(n, units).get_weights())
            adam.load_own_variables(fresh)
            y_train = np.tile(y[train, :, None], (passes, 1, 1))
            model.fit(x_train, y_train, batch_size=batch, verbose=0)
            answer = keras.ops.convert_to_numpy(model(x[test, :, None]))[..., 0]
            found.append(float(np.mean((answer - y[test]) ** 2)))

# %% compare
print("layers × units  parameters        one stage     three stages")
for name, mse in {"always zero": zero, "linear": linear}.items():
    print(f"{name:26}{mse[1]:17.3f}{mse[3]:17.3f}")
for name, parameters in counts.items():
    spread = [results[k][name] for k in results]
    columns = "".join(f"{min(mse):9.3f} – {max(mse):.3f}" for mse in spread)
    print(f"{name:14}{parameters:12,d}{columns}")

# %% plot
fig, axes = plt.subplots(
    1, 2, num="depth", figsize=(6, 3), sharex=True, layout="constrained"
)
for ax, stages, title in zip(axes, results, ("one stage", "three stages")):
    for place, found in enumerate(results[stages].values()):
        ax.plot([place] * seeds, found, "o", color="C0", mfc="none")
    line = ax.axhline(linear[stages], color="C2", linestyle="--")
    ax.axvline(2.5, color="C5", linewidth=0.8)  # right of it: more parameters
    ax.set(title=title, ylim=(0, None), xlim=(-0.5, 3.5))
    ax.set_xticks(range(len(counts)), counts, rotation=45, ha="right")
axes[0].set_ylabel("test error (MSE)")
fig.legend([line], ["linear model"], loc="outside upper center")
plt.show()
