"""Compute a recurrence with fixed factors as one long convolution."""

# %% imports
import numpy as np

# %% forms
def loop(x, a, k, q):
    """One channel, x (time,), with N states; a, k and q, each (N,), are fixed."""
    c, hs = np.zeros_like(a), []
    for x_t in x:
        c = a * c + k * x_t
        hs.append(q @ c)
    return np.array(hs)

def convolution(x, a, k, q):
    """The same: each past input counts by how many steps ago it came."""
    age = np.arange(len(x))[:, None]
    kernel = a**age @ (q * k)  # (time,)
    size = 2 * len(x)  # room, so that the end does not wrap around to the start
    spectrum = np.fft.rfft(kernel, size) * np.fft.rfft(x, size)
    return np.fft.irfft(spectrum, size)[: len(x)]

# %% equal
rng = np.random.default_rng(0)
a, x = rng.uniform(0.5, 0.999, 16), rng.normal(size=4096)
k, q = rng.normal(size=(2, 16))
difference = abs(loop(x, a, k, q) - convolution(x, a, k, q)).max()
print(f"largest difference {difference:.0e}")
