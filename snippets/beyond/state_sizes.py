"""Count the numbers that a layer carries from one token to the next."""

# %% imports
import numpy as np

# %% count
u, d = 1024, 64  # the width of the layer, and that of one of its heads
heads = u // d
m = 2 * u // 4  # an mLSTM has four heads, for twice the width
T = np.array([1, 10_000])  # tokens read so far
sizes = {
    "softmax attention": 2 * u * T,  # all keys and values
    "mLSTM": 4 * (m * m + m + 1),
    "Mamba-2": 2 * u * 128,  # N = 128 states for each of 2u channels
    "linear attention": heads * (d * d + d),
    "Mamba": 2 * u * 16,
    "RWKV-4": 3 * u,  # numerator, denominator, and their exponent
    "LSTM": 2 * u,
    "GRU, minGRU": u,
}
numbers, worth = {}, {}
print(f"{'':18}   1 token   10,000 tokens   worth, in tokens")
for name, size in sizes.items():
    first, last = numbers[name] = np.broadcast_to(size, 2).tolist()
    worth[name] = first / (2 * u)
    room = f"{worth[name]:.1f}" if first == last else "all"
    print(f"{name:18} {first:9,} {last:15,} {room:>18}")
