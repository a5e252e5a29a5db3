"""Cut backpropagation through time after k steps: what does it cost?"""

# %% imports
import matplotlib.pyplot as plt
import numpy as np

# %% task
lag, time, units, batch = 10, 40, 32, 16


def echo(rng):  # x, y (batch, time, 1): say the input of `lag` steps ago
    x = rng.uniform(-1, 1, (batch, time, 1))
    y = np.concatenate([np.zeros((batch, lag, 1)), x[:, :-lag]], axis=1)
    return x, y


baseline = 1 / 3 * (1 - lag / time)  # always 0: the mean square of the targets

# %% chunks
def forward(x, W, U, b):
    hs, a = [np.zeros((len(x), len(U)))], x @ W + b
    for t in range(x.shape[1]):
        hs.append(np.tanh(a[:, t] + hs[-1] @ U))
    return np.stack(hs, axis=1)  # (batch, time + 1, u)


def backward(x, hs, e, U, k):  # in chunks of k steps
    delta, from_later = np.zeros_like(e), 0.0
    for t in reversed(range(x.shape[1])):
        delta[:, t] = (e[:, t] + from_later) * (1 - hs[:, t + 1] ** 2)
        from_later = delta[:, t] @ U.T if t % k else 0.0  # a cut
    flat = delta.reshape(-1, len(U))
    dU = hs[:, :-1].reshape(-1, len(U)).T @ flat
    return x.reshape(-1, 1).T @ flat, dU, flat.sum(axis=0)

# %% train
def gradients(weights, x, y, k):
    *recurrent, V, b_V = weights
    hs = forward(x, *recurrent)
    error = hs[:, 1:] @ V + b_V - y
    e = 2 / y.size * error
    dV = hs[:, 1:].reshape(-1, units).T @ e.reshape(-1, 1)
    found = backward(x, hs, e @ V.T, recurrent[1], k)
    return np.mean(error**2), [*found, dV, e.sum(axis=(0, 1))]


def fresh(rng):
    U = np.linalg.qr(rng.normal(size=(units, units)))[0]  # orthogonal
    W, V = rng.uniform(-0.4, 0.4, (2, units))
    return [W[None], U, np.zeros(units), V[:, None], np.zeros(1)]


def train(k, seed, updates=600, lr=0.003):
    """Adam on all weights; with k = 0 on those of the output layer only."""
    rng = np.random.default_rng(seed)
    weights = fresh(rng)
    m, v, losses = [0.0] * 5, [0.0] * 5, []
    for n in range(1, updates + 1):
        loss, grads = gradients(weights, *echo(rng), k or 1)
        losses.append(loss)
        for i in range(5) if k else (3, 4):
            m[i] = 0.9 * m[i] + 0.1 * grads[i]
            v[i] = 0.999 * v[i] + 0.001 * grads[i] ** 2
            step = m[i] / (1 - 0.9**n) / (np.sqrt(v[i] / (1 - 0.999**n)) + 1e-7)
            weights[i] = weights[i] - lr * step
    return weights, float(np.mean(losses[-50:]))

# %% compare
lengths, seeds = [1, 2, 5, 8, 10, 12, 20, 40], range(3)
runs = {k: [train(k, seed) for seed in seeds] for k in [0, *lengths]}
final = {k: [loss for _, loss in runs[k]] for k in runs}
print(f"loss, 3 seeds       always 0: {baseline:.4f}")
for k, found in final.items():
    name = f"k = {k}" if k else "output layer only"
    print(f"{name:20}" + "  ".join(f"{loss:.4f}" for loss in found))

# %% error
def relative_error(weights, k):
    x, y = echo(np.random.default_rng(9))
    found = [gradients(weights, x, y, length)[1][:3] for length in (time, k)]
    full, cut = (np.concatenate([g.ravel() for g in grads]) for grads in found)
    return float(np.linalg.norm(cut - full) / np.linalg.norm(full))


networks = {
    "before training": [fresh(np.random.default_rng(seed)) for seed in seeds],
    "after training": [weights for weights, _ in runs[time]],
}
errors = {
    name: [[relative_error(w, k) for k in lengths[:-1]] for w in found]
    for name, found in networks.items()
}  # one list a seed, one number a length

# %% plot
fig, (top, bottom) = plt.subplots(2, sharex=True, num="truncated", figsize=(6, 5))
for (name, found), style in zip(errors.items(), ("C5--", "C0-")):
    for i, line in enumerate(found):
        top.semilogx(lengths[:-1], line, style, lw=1, label="_" if i else name)
top.set(ylabel="relative error", title="gradient of the recurrent layer", ylim=0)
for seed in seeds:
    bottom.loglog(lengths, [final[k][seed] for k in lengths], "C0o", alpha=0.7)
bottom.axhline(baseline, color="C3", linestyle=":", label="always 0")
bottom.axhline(np.mean(final[0]), color="C2", ls="--", label="output layer only")
bottom.set(xlabel="truncation length k", ylabel="MSE", title="after training")
bottom.set_xticks(lengths, lengths, minor=False)
for ax in (top, bottom):
    ax.minorticks_off()
    ax.axvline(lag, color="C5", linewidth=0.8)
    ax.legend(loc="lower left")
plt.show()
