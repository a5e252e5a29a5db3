"""Count the work of a parallel scan, and how many of its rounds must wait."""

# %% imports
import keras
import matplotlib.pyplot as plt
import numpy as np

# %% count
def count(T):
    """Run Keras's scan over T steps: how many joins, in how many rounds?"""
    sizes = []

    def join(first, second):
        sizes.append(first[0].shape[0])  # so many joins, all at once
        return first[0] * second[0], second[0] * first[1] + second[1]

    steps = np.ones(T, "float32"), np.ones(T, "float32")
    _, h = keras.ops.associative_scan(join, steps)
    assert float(h[-1]) == T  # keep all and add 1, T times
    return sum(sizes), len(sizes)

work, rounds = {}, {}
print("steps   joins   rounds")
for T in (16, 64, 256, 1024, 4096):
    work[str(T)], rounds[str(T)] = count(T)
    print(f"{T:5} {work[str(T)]:7,} {rounds[str(T)]:8}")

# %% processors
T = 4096
p = 2.0 ** np.arange(15)  # processors
loop = np.full(len(p), 2.0 * T)  # a multiplication and an addition, T times
# Brent's bound; a join is two multiplications and an addition.
scan = 3 * (work[str(T)] / p + rounds[str(T)])
wins_at = int(p[np.argmax(scan < loop)])
slowdown, speedup = float(scan[0] / loop[0]), float(loop[-1] / scan[-1])
print(f"1 processor: scan {slowdown:.1f} times slower; it wins from {wins_at} on")
print(f"{int(p[-1]):,} processors: {speedup:.0f} times faster")

# %% plot
fig, ax = plt.subplots(num="rounds", figsize=(6, 3))
ax.plot(p, loop, "C0-", label="loop")
ax.plot(p, scan, "C4-", label="scan")
ax.set(xscale="log", yscale="log", ylabel="operations in a row",
       xlabel="processors for one unit of one sequence")
ax.legend()
plt.show()
