"""Hold the update gate of a GRU fixed: each unit becomes a moving average."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% layer
z = np.array([0.5, 0.9, 0.98])  # one unit each
u = len(z)
layer = keras.layers.GRU(u, return_sequences=True)
layer.build((None, None, 1))
W, U, b = (np.zeros(w.shape) for w in layer.get_weights())
W[:, 2 * u:] = 1  # the candidate is tanh(x_t), whatever the state
b[0, :u] = np.log(z / (1 - z))  # sigma of this is z
layer.set_weights([W, U, b])

# %% average
rng = np.random.default_rng(0)
steps = np.arange(300)
x = np.where(steps % 150 < 75, 0.5, -0.5) + rng.normal(0, 0.3, 300)
h = np.asarray(layer(x[None, :, None].astype("float32")))[0]  # (time, u)
average = np.zeros_like(h)
for t in steps:
    average[t] = z * average[t - 1] + (1 - z) * np.tanh(x[t])  # starts at zero
difference = float(np.abs(h - average).max())
print(f"GRU against moving average: {difference:.0e}")

# %% time-constant
on_off = np.where(steps < 100, 0.0, 1.0)[::-1]  # on for 200 steps, then silence
fall = np.asarray(layer(on_off[None, :, None].astype("float32")))[0, 199:]
measured = [int(np.argmax(fall[:, k] < fall[0, k] / np.e)) for k in range(u)]
tau = -1 / np.log(z)
for k in range(u):
    print(f"z = {z[k]:.2f}: 1/e after {tau[k]:4.1f} steps, seen at {measured[k]}")

# %% fresh
keras.utils.set_random_seed(0)
fresh = keras.layers.GRU(32, return_sequences=True)
noise = rng.normal(size=(20, 100, 1)).astype("float32")
hs = np.asarray(fresh(noise))  # (batch, time, 32)
W, U, b = (w[..., :32] for w in fresh.get_weights())  # the block z
before = np.pad(hs, ((0, 0), (1, 0), (0, 0)))[:, :-1]  # before each step
fresh_z = 1 / (1 + np.exp(-(noise @ W + before @ U + b.sum(axis=0))))
low, middle, high = (float(q) for q in np.quantile(fresh_z, [0.05, 0.5, 0.95]))
fresh_tau = float(-1 / np.log(middle))
print(f"z of a fresh GRU: {low:.2f} … {middle:.2f} … {high:.2f}")

# %% plot
fig, ax = plt.subplots(num="leak", figsize=(6, 3))
ax.plot(steps[::5], x[::5], ".", color="C5", markersize=2, label="input")
for k, style in enumerate(["C0-", "C1-", "C4-"]):
    ax.plot(steps[::5], h[::5, k], style, linewidth=1.3, label=f"z = {z[k]}")
ax.set(xlabel="time step", ylabel="value")
ax.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.5, 1.2))
plt.show()
