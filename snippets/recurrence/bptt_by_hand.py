"""Check a gradient that was computed on paper: one unit, two steps."""

# %% by-hand
import numpy as np

h_1 = np.tanh(1.0)
h_2 = np.tanh(h_1)
dU = h_1 * (1 - h_2**2)
dW = (1 - h_2**2) * (1 - h_1**2)

# %% check
def loss(W, U):
    return np.tanh(np.tanh(W * 1.0) * U + W * 0.0)  # h_0 = 0, x = 1, 0


eps = 1e-6
dU_measured = (loss(1, 1 + eps) - loss(1, 1 - eps)) / (2 * eps)
dW_measured = (loss(1 + eps, 1) - loss(1 - eps, 1)) / (2 * eps)
print(f"by hand    U {dU:.6f}   W {dW:.6f}")
print(f"measured   U {dU_measured:.6f}   W {dW_measured:.6f}")
