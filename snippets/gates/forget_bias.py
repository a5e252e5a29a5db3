"""See how long a cell state lasts when only the bias sets the forget gate."""

# %% table
import numpy as np

bias = np.array([0, 1, 2, 3, 5])
gate = 1 / (1 + np.exp(-bias))  # the forget gate if x_t and h_{t-1} say nothing
half_life = np.log(0.5) / np.log(gate)  # in steps
left = gate**100
print("bias   gate   half-life   left after 100 steps")
for row in zip(bias, gate, half_life, left):
    print("{:4} {:6.3f} {:11.1f} {:22.0e}".format(*row))

# %% inverse
gate_wanted = 0.5 ** (1 / 100)  # half is left after 100 steps
bias_wanted = np.log(gate_wanted / (1 - gate_wanted))
print(f"gate {gate_wanted:.4f}, bias {bias_wanted:.2f}")
