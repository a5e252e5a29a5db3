"""Compare one rule applied many times with a rule for each horizon."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% data
step, sigma, terms, horizons = 0.1, 0.1, 20, [1, 10, 40, 80]
random = np.random.default_rng(3)
clean = np.sin(step * np.arange(800 + terms + max(horizons)))

# %% compare
errors = {"recursive": [], "direct": []}  # by draw: (horizons,)
for _ in range(30):
    noisy = clean + random.normal(0, sigma, len(clean))
    windows = sliding_window_view(noisy, terms)  # window i ends at i + terms - 1
    train, test = np.arange(500), np.arange(600, 800)
    last = terms - 1
    one_step, *_ = np.linalg.lstsq(windows[train], noisy[train + last + 1])
    run = windows[test]
    for _ in range(max(horizons)):
        run = np.concatenate([run, run[:, -terms:] @ one_step[:, None]], axis=1)
    found = {"recursive": [], "direct": []}
    for k in horizons:
        rule, *_ = np.linalg.lstsq(windows[train], noisy[train + last + k])
        truth = clean[test + last + k]
        direct = windows[test] @ rule
        forecasts = {"recursive": run[:, last + k], "direct": direct}
        for name, forecast in forecasts.items():
            found[name].append(np.sqrt(np.mean((forecast - truth) ** 2)))
    for name in found:
        errors[name].append(found[name])
mean = {name: np.mean(found, axis=0).tolist() for name, found in errors.items()}
better = np.mean(np.less(errors["direct"], errors["recursive"]), axis=0).tolist()
print("steps ahead" + "".join(f"{k:9}" for k in horizons))
for name, found in mean.items():
    print(f"{name:11}" + "".join(f"{e:9.3f}" for e in found))
print("direct wins" + "".join(f"{share:9.0%}" for share in better))
