"""Watch one recurrent unit remember a single pulse, and forget it."""

# %% imports
import matplotlib.pyplot as plt
import numpy as np

# %% run
steps, u = 30, 0.9  # u is the unit's recurrent weight
x = np.zeros(steps)  # (time,)
x[0] = 0.5  # a single pulse, then silence
h = np.zeros(steps)
for t in range(steps):
    h[t] = np.tanh(x[t] + u * (h[t - 1] if t else 0.0))
half_life = int(np.argmax(h < h[0] / 2))
print(
    f"the first state is {h[0]:.3f};",
    f"after {half_life} steps less than half of it is left",
)

# %% plot
figure, axis = plt.subplots(num="memory", figsize=(6, 2.4))
axis.stem(x, linefmt="C1-", markerfmt="C1o", basefmt=" ", label="input")
axis.plot(h, "C0.-", label="state")
axis.set(xlabel="time step", ylabel="value")
axis.legend()
plt.show()
