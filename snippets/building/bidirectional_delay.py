"""Measure how much a few steps of the future are worth, without any network."""

# %% imports
import numpy as np

# %% measure
time, n = 20, 200_000
x = np.random.default_rng(0).normal(size=(n, time)).astype("float32")
sums = np.cumsum(x, axis=1)
past = sums - x  # (n, time)
answer = past > sums[:, -1:] - sums  # is the past's sum above the future's?

measured, bound = {}, {}
for delay in (0, 1, 2, 5, 10, 19):
    last = np.minimum(np.arange(time) + delay, time - 1)  # read up to this step
    seen = sums[:, last] - sums  # the part of the future that has been read
    measured[str(delay)] = float(np.mean((past - seen > 0) == answer))
    known = last  # numbers that have been read, without the step's own
    accuracy = 0.5 + np.arcsin(np.sqrt(known / (time - 1))) / np.pi
    bound[str(delay)] = float(accuracy.mean())

print("delay   measured   formula")
for delay in measured:
    print(f"{delay:>5} {measured[delay]:10.3f} {bound[delay]:9.3f}")
