"""Choose the weights of three recurrent units by hand, and watch their states."""

# %% imports
import matplotlib.pyplot as plt
import numpy as np

# %% weights
W = np.array([[1.0, 1.0, 1.0]])  # (d, u): each unit reads the one feature
U = np.array([
    [0.0, 0.0, -1.0],  # from unit 1 to units 1, 2, 3
    [0.0, 0.9, 0.0],   # from unit 2
    [0.0, 0.0, 0.0],   # from unit 3
])
b = np.zeros(3)

# %% run
x = np.zeros((24, 1))  # (time, d): one sequence
x[3:9] = 0.5           # a step up and a step down
x[14] = 0.5            # and a single pulse
h, hs = np.zeros(3), []
for x_t in x:
    h = np.tanh(x_t @ W + h @ U + b)
    hs.append(h)
hs = np.array(hs)  # (time, u)

# %% plot
fig, axes = plt.subplots(
    4, sharex=True, num="by-hand", figsize=(6, 4.4), layout="constrained"
)
steps = np.arange(1, 25)
axes[0].stem(steps, x[:, 0], linefmt="C5", basefmt=" ", markerfmt="C5o")
axes[0].set(title="input", ylim=(-0.1, 0.6))
for ax, values, name in zip(axes[1:], hs.T, ["echo", "trace", "change"]):
    ax.plot(steps, values, "o-", color="C0", markersize=4)
    ax.set(title=name, ylim=(-0.6, 1))
for ax in axes:
    ax.axhline(0, color="C5", linewidth=0.6)
axes[-1].set(xlabel="time (steps)", xticks=range(0, 25, 4))
plt.show()
