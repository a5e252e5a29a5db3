"""How much of a difference in accuracy is luck of the test part?"""

# %% imports
import numpy as np

# %% interval
n = 370


def interval(errors, z=1.96):
    """-> the 95 % interval of Wilson for the accuracy behind n - errors of n"""
    p = 1 - errors / n
    center = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return center - half, center + half


intervals = {}
print("errors  accuracy  95 % interval")
for errors in (0, 5, 10, 15, 22):
    low, high = intervals[errors] = interval(errors)
    print(f"{errors:6d}{1 - errors / n:10.3f}   {low:.3f} to {high:.3f}")

# %% simulate
# Two classifiers that are equally good, each right with probability 0.975,
# one independent of the other: how often do they differ by 5 errors or more?
rng = np.random.default_rng(0)
a, b = rng.binomial(n, 0.025, size=(2, 100_000))
differ = np.mean(abs(a - b) >= 5)
print(f"differ by 5 errors or more, by luck alone: {differ:.0%}")
