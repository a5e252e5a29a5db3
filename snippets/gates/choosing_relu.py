"""Repeat one recurrent product, and see what tanh and ReLU make of its size."""

# %% imports
import numpy as np

# %% repeat
steps = 100
gains, sizes = [0.95, 1.0, 1.05, 1.1], {"tanh": [], "ReLU": []}
activations = {"tanh": np.tanh, "ReLU": lambda a: np.maximum(a, 0)}
print("gain    " + "".join(f"{name:>10}" for name in activations))
for gain in gains:
    for name, activation in activations.items():
        h, U = np.ones(8), gain * np.eye(8)  # an identity kernel, scaled
        for _ in range(steps):
            h = activation(h @ U)
        sizes[name].append(float(np.abs(h).max()))
    print(f"{gain:<8}" + "".join(f"{sizes[name][-1]:10.4g}" for name in sizes))
