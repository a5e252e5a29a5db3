"""Count the numbers that a layer carries from one token to the next."""

# %% count
u, d = 1024, 64  # the width of the layer, and that of one of its heads
heads = u // d
m = 2 * u // 4  # an mLSTM has four heads, for twice the width
sizes = {  # as a function of the number of tokens read so far
    "softmax attention": lambda T: 2 * u * T,  # all keys and values
    "mLSTM": lambda T: 4 * (m * m + m + 1),
    "Mamba-2": lambda T: 2 * u * 128,  # N = 128 states for each of 2u channels
    "linear attention": lambda T: heads * (d * d + d),
    "Mamba": lambda T: 2 * u * 16,
    "RWKV-4": lambda T: 3 * u,  # numerator, denominator, and their exponent
    "LSTM": lambda T: 2 * u,
    "GRU, minGRU": lambda T: u,
}
numbers, worth = {}, {}
print(f"{'':18}   1 token   10,000 tokens   worth, in tokens")
for name, size in sizes.items():
    numbers[name] = size(1), size(10_000)
    worth[name] = size(1) / (2 * u)
    grows = size(2) > size(1)
    last = "all" if grows else f"{worth[name]:.1f}"
    print(f"{name:18} {size(1):9,} {size(10_000):15,} {last:>18}")
