"""Count the multiplications of additive attention, by length."""

# %% count
import numpy as np

u, d = 64, 16  # units, and numbers in an embedded symbol


def attention(T, K):
    keys = T * u * u  # h_t B, once for each input step
    queries = K * u * u  # s_{k-1} A, once for each output step
    pairs = K * T * (u + u)  # the score, and the weighted mean
    return keys + queries, pairs


def recurrence(T, K):  # two GRU layers
    return T * 3 * u * (d + u) + K * 3 * u * (d + u + u)

# %% table
T = np.array([10, 100, 1000, 10_000])
once, pairs = attention(T, T)
layers = recurrence(T, T)
share = pairs / (once + pairs + layers)
print("millions\n T = K   GRU layers   keys, queries   pairs   share of pairs")
for row in zip(T, layers / 1e6, once / 1e6, pairs / 1e6, share):
    print("{:6} {:12.1f} {:15.1f} {:7.1f} {:7.0%}".format(*row))
equal = float((layers + once)[0] / T[0] / (2 * u))
