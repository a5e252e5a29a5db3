"""Ask which linear recurrence can tell an odd number of ones from an even one."""

# %% imports
import numpy as np

# %% parity
rng = np.random.default_rng(0)
x = rng.integers(0, 2, (1000, 64))  # 1,000 sequences of 64 bits
odd = np.cumsum(x, axis=1) % 2  # the truth at every step

def run(at_zero, at_one):
    """A state that begins at 1, and is only ever multiplied by one of two."""
    return np.cumprod(np.where(x, at_one, at_zero), axis=1)

flips = run(1.0, -1.0)
right_flips = float(np.mean((flips < 0) == odd))
# Factors between 0 and 1: the state can only shrink. Seek the best threshold.
right_positive = {}
for at_one in (0.5, 0.8, 0.95):
    state = run(1.0, at_one)
    thresholds = np.unique(state.round(12))
    either = [np.mean((state < edge - 1e-13) == odd) for edge in thresholds]
    right_positive[at_one] = float(max(max(either), 1 - min(either)))
print(f"factors 1 and -1    {right_flips:.3f}")
for at_one, right in right_positive.items():
    print(f"factors 1 and {at_one:<4}  {right:.3f}")
