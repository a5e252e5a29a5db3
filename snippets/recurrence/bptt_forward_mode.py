"""Carry the gradient forward with the state, and never go back."""

# %% forward
import numpy as np

time, d, u = 50, 3, 8
rng = np.random.default_rng(0)
x, e = rng.normal(size=(time, d)), rng.normal(size=(time, u))  # e_t = ∂L_t/∂h_t
W, U = rng.normal(0, 0.5, (d, u)), np.linalg.qr(rng.normal(size=(u, u)))[0]
h, hs = np.zeros(u), [np.zeros(u)]
P, dU = np.zeros((u, u, u)), 0  # P[i, j] = ∂h_t/∂U_ij, a row of u
for t in range(time):
    direct = np.einsum("i,jk->ijk", h, np.eye(u))  # U_ij adds h_i to unit j
    h = np.tanh(x[t] @ W + h @ U)
    P = (direct + P @ U) * (1 - h**2)
    dU = dU + P @ e[t]  # what this step's loss says, at once
    hs.append(h)  # for the comparison only

# %% compare
dU_back, from_later = 0, 0
for t in reversed(range(time)):
    delta_t = (e[t] + from_later) * (1 - hs[t + 1] ** 2)
    dU_back = dU_back + np.outer(hs[t], delta_t)
    from_later = delta_t @ U.T
difference = float(abs(dU - dU_back).max() / abs(dU_back).max())
print(f"forward and backward differ by {difference:.0e}")
print(f"numbers carried forward: {P.size}, kept to go back: {len(hs) * u}")
