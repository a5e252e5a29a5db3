"""See a gradient become exactly zero because its square is too small to store."""

# %% imports
import numpy as np

# %% products
rng = np.random.default_rng(0)
u, T = 64, 100
U = np.linalg.qr(rng.normal(size=(u, u)))[0]
W = rng.normal(0, 1, (2, u))
h, product = np.zeros(u), np.eye(u)
slopes = []
for _ in range(T):
    h = np.tanh(rng.normal(0, 1, 2) @ W + h @ U)
    slopes.append(1 - h**2)
exact, single = [], []
for slope in reversed(slopes):
    product = (U * slope) @ product
    exact.append(float(np.linalg.norm(product)))
    rounded = product.astype("float32")  # each entry still fits
    single.append(float(np.sqrt(np.sum(rounded**2))))  # its square may not

# %% compare
first_zero = single.index(0.0) + 1  # lag
print(f"lag {first_zero}: {single[first_zero - 1]} instead of", end=" ")
print(f"{exact[first_zero - 1]:.0e}")
scale = abs(rounded).max()  # divide first, multiply last: no square is too small
repaired = float(scale * np.sqrt(np.sum((rounded / scale) ** 2)))
print(f"lag {T}: {repaired:.2e} after scaling, {exact[-1]:.2e} in float64")
