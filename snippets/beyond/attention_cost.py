"""Count the multiplications of additive attention, by length."""

# %% count
u, d = 64, 16  # units, and numbers in an embedded symbol


def attention(T, K):
    keys = T * u * u  # h_t B, once for each input step
    queries = K * u * u  # s_{k-1} A, once for each output step
    pairs = K * T * (u + u)  # the score, and the weighted mean
    return keys + queries, pairs


def recurrence(T, K):  # two GRU layers
    return T * 3 * u * (d + u) + K * 3 * u * (d + u + u)

# %% table
counts = {}
print(" T = K   two GRU layers   keys, queries     pairs   share of pairs")
for T in (10, 100, 1000, 10_000):
    once, pairs = attention(T, T)
    layers = recurrence(T, T)
    share = pairs / (once + pairs + layers)
    counts[T] = {"layers": layers, "once": once, "pairs": pairs, "share": share}
    print(f"{T:6} {layers / 1e6:14.1f} M{once / 1e6:13.1f} M{pairs / 1e6:9.1f} M"
          f"{share:15.0%}")
