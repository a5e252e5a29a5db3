"""Write the shortest parallel scan, which looks back 1, 2, 4, 8 … steps."""

# %% imports
import numpy as np

# %% scan
def doubling_scan(keep, add):
    """keep, add (time, u) -> the states, and how many joins in how many rounds"""
    joins, rounds, reach = 0, 0, 1
    while reach < len(keep):
        # Each stretch that ends at t is joined with the one that ends before it.
        new_add = add[reach:] + keep[reach:] * add[:-reach]
        new_keep = keep[reach:] * keep[:-reach]
        add = np.concatenate([add[:reach], new_add])
        keep = np.concatenate([keep[:reach], new_keep])
        joins, rounds, reach = joins + len(new_add), rounds + 1, 2 * reach
    return add, joins, rounds

# %% check
rng = np.random.default_rng(0)
time, u = 4096, 4
keep, add = rng.uniform(size=(time, u)), rng.normal(size=(time, u))
states, joins, rounds = doubling_scan(keep, add)
h, difference = np.zeros(u), 0.0
for t in range(time):
    h = keep[t] * h + add[t]
    difference = max(difference, abs(h - states[t]).max())
print(f"largest difference {difference:.0e}; {joins:,} joins in {rounds} rounds")
