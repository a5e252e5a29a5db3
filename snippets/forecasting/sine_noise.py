"""Add noise: the exact rule loses to persistence, and a longer memory pays."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
step, sigma, width, draws = 0.1, 0.1, 50, 20
clean = np.sin(step * np.arange(1000))
random = np.random.default_rng(3)
noisy = clean + random.normal(0, sigma, (draws, 1000))  # (draws, time)

# %% models
lengths = [2, 5, 10, 20, 50]  # past points the fitted model sees
errors = {"persistence": [], "exact two-term": []}
errors |= {f"fitted, {n} points": [] for n in lengths}
for x in noisy:
    windows, y = sliding_window_view(x[:-1], width), x[width:]
    train, test = slice(0, 600), slice(650, 950)
    last, before = windows[test, -1], windows[test, -2]
    forecasts = {
        "persistence": last,
        "exact two-term": 2 * np.cos(step) * last - before,
    }
    for n in lengths:
        weights, *_ = np.linalg.lstsq(windows[train, -n:], y[train])
        forecasts[f"fitted, {n} points"] = windows[test, -n:] @ weights
    for name, forecast in forecasts.items():
        errors[name].append(float(np.mean((forecast - y[test]) ** 2) / sigma**2))

# %% compare
print("forecast            test MSE in units of the noise's variance (20 draws)")
for name, values in errors.items():
    print(f"{name:18}{np.mean(values):7.2f} ± {np.std(values):.2f}")
# Noise of the target and of x[-2], and that of x[-1] times its coefficient.
predicted = 2 + 4 * np.cos(step) ** 2
print(f"{'exact, by algebra':18}{predicted:7.2f}")
