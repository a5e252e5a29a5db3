"""Measure how strongly the last state depends on the ones before it, by lag."""

# %% imports
import matplotlib.pyplot as plt
import numpy as np

# %% jacobians
def norms_by_lag(x, W, U, activation):
    """x (time, d) -> the norm of ∂h_T/∂h_{T-lag} for lag = 0, 1, …, T"""
    h, slopes = np.zeros(len(U)), []
    for x_t in x:
        a_t = x_t @ W + h @ U
        h = np.tanh(a_t) if activation == "tanh" else a_t
        slopes.append(1 - h**2 if activation == "tanh" else np.ones(len(U)))
    product, norms = np.eye(len(U)), [1.0]  # float64: it goes far down and up
    for slope in reversed(slopes):
        product = (U * slope) @ product  # one more factor on the left
        norms.append(float(np.linalg.norm(product, 2)))  # the largest stretch
    return norms

# %% measure
T, d, u, seeds = 100, 2, 64, range(3)
cases = {"no tanh": ("linear", 1.0), "small inputs": ("tanh", 0.01),
         "inputs of size 1": ("tanh", 1.0)}
radii = [0.9, 1.0, 1.1]
norms = {case: {radius: [] for radius in radii} for case in cases}
for case, (activation, size) in cases.items():
    for radius in radii:
        for seed in seeds:
            rng = np.random.default_rng(seed)
            Q = np.linalg.qr(rng.normal(size=(u, u)))[0]  # orthogonal
            W = rng.normal(0, 1, (d, u))
            x = rng.normal(0, size, (T, d))
            found = norms_by_lag(x, W, radius * Q, activation)
            norms[case][radius].append(found[::10])  # lags 0, 10, …, 100
print("norm at lag 100")
print(f"{'radius':18}" + "".join(f"{radius:>18}" for radius in radii))
for case, found in norms.items():
    ends = [[run[-1] for run in found[radius]] for radius in radii]
    print(f"{case:18}" + "".join(f"{min(e):10.0e} – {max(e):.0e}" for e in ends))

# %% plot
fig, axes = plt.subplots(1, 3, sharey=True, num="norms", figsize=(6, 3))
lags = np.arange(0, T + 1, 10)
for ax, (case, found) in zip(axes, norms.items()):
    for radius, style in zip(radii, ("C5:", "C0-", "C0--")):
        for i, run in enumerate(found[radius]):
            label = "_" if i else f"radius {radius}"
            ax.semilogy(lags, run, style, lw=1.2, label=label)
    ax.set(title=case, xlabel="lag (steps)", xticks=[0, 50, 100])
axes[0].set(ylabel="norm of the Jacobian")
handles, labels = axes[0].get_legend_handles_labels()
fig.legend(handles, labels, loc="outside upper center", ncols=3)
plt.show()
