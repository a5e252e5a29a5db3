"""A spectral radius below 1 does not stop a product from growing for a while."""

# %% imports
import numpy as np

# %% two
U = np.array([[0.9, 2.0], [0.0, 0.9]])  # both eigenvalues are 0.9
powers, norms = np.eye(2), []
for _ in range(101):
    norms.append(float(np.linalg.norm(powers, 2)))
    powers = powers @ U
peak, peak_lag = max(norms), int(np.argmax(norms))
last_above = max(lag for lag in range(101) if norms[lag] > 1)
print(f"norm at lag 1 {norms[1]:.2f}, largest {peak:.1f} at lag {peak_lag},")
print(f"above 1 until lag {last_above}, {norms[100]:.4f} at lag 100")

# %% random
u, at_radius_one = 64, {1: [], 10: [], 100: []}
for seed in range(5):
    rng = np.random.default_rng(seed)
    G = rng.normal(size=(u, u))
    G /= abs(np.linalg.eigvals(G)).max()  # not orthogonal, but of radius 1
    for lag in at_radius_one:
        norm = np.linalg.norm(np.linalg.matrix_power(G, lag), 2)
        at_radius_one[lag].append(float(norm))
for lag, found in at_radius_one.items():
    print(f"radius 1, random, lag {lag:3d}: {min(found):.2f} – {max(found):.2f}")
