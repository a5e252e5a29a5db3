"""Find a gate of a GRU in the smallest selective state-space model."""

# %% imports
import numpy as np

# %% compare
rng = np.random.default_rng(0)
time = 300
s = rng.normal(0, 2, time)  # what a linear layer makes of x_t
x = rng.normal(size=time)
delta = np.logaddexp(0, s)  # softplus
z = 1 / (1 + np.exp(s))  # sigmoid of -s: what the gate keeps

exact = np.exp(-delta), 1 - np.exp(-delta)  # A = -1, B = 1, discretized exactly
short = np.exp(-delta), delta  # the input part to first order
gate = z, 1 - z

def run(keep, enter):
    h, hs = 0.0, []
    for keep_t, enter_t, x_t in zip(keep, enter, x):
        h = keep_t * h + enter_t * x_t
        hs.append(h)
    return np.array(hs)

exact_difference = abs(run(*exact) - run(*gate)).max()
short_difference = abs(run(*short) - run(*gate)).max()
print(f"exact discretization {exact_difference:.0e}")
print(f"first order          {short_difference:.2f}")
