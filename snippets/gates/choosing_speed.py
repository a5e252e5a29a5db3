"""Time each layer in training and inference, with and without compilation."""

# %% imports
import time

import keras
import matplotlib.pyplot as plt
import numpy as np

# %% models
batch, rounds = 64, 8
cases = {  # name: units, time steps, jit_compile
    "base": (64, 100, False),
    "base, jit": (64, 100, True),
    "16 units": (16, 100, False),
    "400 steps": (64, 400, False),
}
layers = "SimpleRNN", "LSTM", "GRU"


def network(name, units, jit):
    layer = getattr(keras.layers, name)(units)
    model = keras.Sequential([layer, keras.layers.Dense(1)])
    model.compile("adam", "mse", jit_compile=jit)
    return model


models = {
    (case, name): network(name, units, jit)
    for case, (units, _, jit) in cases.items() for name in layers
}
# What Keras chooses by itself: on a machine without a GPU, no compilation.
auto = str(network("LSTM", 64, "auto").jit_compile)

# %% measure
def measure(model, x, y):
    """CPU seconds of one training step, and of one inference step."""
    start = time.process_time()
    model.train_on_batch(x, y)
    middle = time.process_time()
    model.predict_on_batch(x)
    return middle - start, time.process_time() - middle


rng, data = np.random.default_rng(0), {}
for case, (_, length, _) in cases.items():
    x = rng.normal(size=(batch, length, 1)).astype("float32")
    data[case] = x, x[:, -1]

first = {}  # the first call compiles or builds; three more to warm up
for key, model in models.items():
    first[key], *_ = [measure(model, *data[key[0]]) for _ in range(4)]
later = {key: [] for key in models}
for _ in range(rounds):  # by turns, so that a busy machine slows all of them
    for key, model in models.items():
        later[key].append(measure(model, *data[key[0]]))
seconds = {key: np.array(found).T for key, found in later.items()}  # (2, rounds)

# %% ratios
def ratio(over, under, part):
    """Lower quartile, median and upper quartile over the rounds."""
    quotients = seconds[over][part] / seconds[under][part]
    return [float(q) for q in np.percentile(quotients, [25, 50, 75])]


parts, ratios = ["training", "inference"], {}
pairs = {"LSTM": "SimpleRNN", "GRU": "SimpleRNN", "GRU to LSTM": "LSTM"}
print("median ratio of times (quartiles)")
print(f"{'':22}{'LSTM ÷ Simple':>18}{'GRU ÷ Simple':>18}{'GRU ÷ LSTM':>18}")
for part, part_name in enumerate(parts):
    for case in cases:
        row = {
            pair: ratio((case, pair.partition(" ")[0]), (case, under), part)
            for pair, under in pairs.items()
        }
        ratios[f"{part_name}, {case}"] = row
        texts = [f"{m:.2f} ({a:.2f}–{b:.2f})" for a, m, b in row.values()]
        print(f"{part_name:10}{case:12}" + "".join(f"{t:>18}" for t in texts))

# %% growth
growth, break_even = {}, {}  # how time grows; steps until compiling has paid
for name in layers:
    base, jit = ("base", name), ("base, jit", name)
    growth[name] = {
        "units": ratio(base, ("16 units", name), 0)[1],
        "steps": ratio(("400 steps", name), base, 0)[1],
        "jit": ratio(jit, base, 0)[1],
        "jit, inference": ratio(jit, base, 1)[1],
        "first call": float(first[jit][0] / np.median(seconds[jit][0])),
    }
    print(f"{name:10}", *(f"{k} × {g:.2f} " for k, g in growth[name].items()))
    saved = np.median(seconds[base][0] - seconds[jit][0])
    break_even[name] = float((first[jit][0] - first[base][0]) / saved)

# %% plot
fig, axes = plt.subplots(
    1, 2, sharex=True, num="relative", figsize=(6, 2.6), layout="constrained"
)
for ax, part_name in zip(axes, parts):
    for name, color, shift in [("LSTM", "C1", -0.12), ("GRU", "C4", 0.12)]:
        for row, case in enumerate(cases):
            low, middle, high = ratios[f"{part_name}, {case}"][name]
            ax.plot([low, high], [row + shift] * 2, color=color)
            ax.plot(middle, row + shift, "o", color=color, label="_" * row + name)
    ax.axvline(1, color="C0", linestyle=":")
    ax.set(title=part_name, xlabel="time ÷ SimpleRNN's")
    ax.set_yticks(range(len(cases)), cases if part_name == "training" else [])
    ax.invert_yaxis()
fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
plt.show()
