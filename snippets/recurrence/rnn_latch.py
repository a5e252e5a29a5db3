"""Choose two weights so that one recurrent unit keeps a bit for good."""

# %% imports
import numpy as np

# %% latch
def states(x, w, u):
    """x (time,) -> the state after every step (time,), from h = 0"""
    h, hs = 0.0, []
    for x_t in x:
        h = np.tanh(w * x_t + u * h)
        hs.append(h)
    return np.array(hs)


x = np.zeros(1000)
x[2], x[500] = 1, -1  # "set" at step 3, "reset" at step 501
kept = {}  # the state after the given steps, by recurrent weight
for u in (0.5, 0.9, 1.0, 2.0):
    hs = states(x, w=4, u=u)
    kept[str(u)] = [hs[step - 1] for step in (3, 10, 500, 501, 1000)]
    print(f"u = {u}  " + "".join(f"{h:8.3f}" for h in kept[str(u)]))
