"""Count the parameters of each recurrent layer, and give each an equal budget."""

# %% imports
import keras
import numpy as np

# %% formulas
formulas = {
    "SimpleRNN": lambda u, d: u * (u + d + 1),
    "LSTM": lambda u, d: 4 * u * (u + d + 1),
    "GRU": lambda u, d: 3 * u * (u + d + 2),
    "GRU, reset before": lambda u, d: 3 * u * (u + d + 1),
}


# %% count
def build(name, u, d):
    kind, _, before = name.partition(", ")
    options = {"reset_after": False} if before else {}
    layer = getattr(keras.layers, kind)(u, **options)
    layer.build((None, None, d))  # (batch, time, features)
    return layer


sizes = [(1, 1), (50, 1), (16, 2), (64, 64), (128, 10), (7, 300)]
counted = {name: [] for name in formulas}
print("parameters by units u, features d")
print(f"{'u, d':18}" + "".join(f"{f'{u}, {d}':>10}" for u, d in sizes))
for name, formula in formulas.items():
    for u, d in sizes:
        counted[name].append(build(name, u, d).count_params())
        assert counted[name][-1] == formula(u, d)
    print(f"{name:18}" + "".join(f"{count:10,d}" for count in counted[name]))


# %% budget
def units_for(budget, d, gates, biases):
    """The u with gates · u · (u + d + biases) nearest to the budget."""
    p = d + biases
    exact = (-p + np.sqrt(p**2 + 4 * budget / gates)) / 2
    below, above = int(exact), int(exact) + 1
    short = budget - gates * below * (below + p)
    over = gates * above * (above + p) - budget
    return max(1, below if short <= over else above)


shapes = {"SimpleRNN": (1, 1), "LSTM": (4, 1), "GRU": (3, 2)}  # gates, biases
budgets, equal_units, equal_parameters = [1_216, 10_000, 100_000], {}, {}
print("units (and parameters) nearest to a budget, d = 2")
print("budget     " + "".join(f"{budget:>16,d}" for budget in budgets))
for name, shape in shapes.items():
    equal_units[name] = [units_for(budget, 2, *shape) for budget in budgets]
    equal_parameters[name] = [formulas[name](u, 2) for u in equal_units[name]]
    found = zip(equal_units[name], equal_parameters[name])
    texts = [f"{u} ({count:,d})" for u, count in found]
    print(f"{name:11}" + "".join(f"{text:>16}" for text in texts))
