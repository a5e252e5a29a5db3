"""Break a backward pass in four ways that no shape complains about."""

# %% imports
import numpy as np

# %% backward
def forward(x, W, U, b):
    hs = [np.zeros((len(x), len(U)))]
    for t in range(x.shape[1]):
        hs.append(np.tanh(x[:, t] @ W + hs[-1] @ U + b))
    return np.stack(hs, axis=1)  # (batch, time + 1, u)


def backward(x, hs, e, U, mistake=None):
    dW, dU, db, from_later = 0, 0, 0, 0
    for t in reversed(range(x.shape[1])):
        if mistake == "add nothing up":
            dW, dU, db = 0, 0, 0  # as if "=" stood where "+=" belongs
        delta_t = e[:, t] + from_later
        if mistake != "no slope of tanh":
            delta_t = delta_t * (1 - hs[:, t + 1] ** 2)
        dW = dW + x[:, t].T @ delta_t
        dU = dU + hs[:, t].T @ delta_t
        db = db + delta_t.sum(axis=0)
        if mistake != "no way back":
            from_later = delta_t @ (U if mistake == "U, not U.T" else U.T)
    return dW, dU, db

# %% compare
def joined(gradient):
    return np.concatenate([g.ravel() for g in gradient])


mistakes = ["no slope of tanh", "U, not U.T", "no way back",
            "add nothing up"]
batch, time, d, u = 8, 20, 3, 16
relative, cosine = {m: [] for m in mistakes}, {m: [] for m in mistakes}
for seed in range(5):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(batch, time, d)), rng.normal(size=(batch, time, 1))
    W, V = rng.normal(0, 0.5, (d, u)), rng.normal(0, 0.3, (u, 1))
    U, b = np.linalg.qr(rng.normal(size=(u, u)))[0], np.zeros(u)
    hs = forward(x, W, U, b)
    e = 2 / y.size * (hs[:, 1:] @ V - y) @ V.T
    right = joined(backward(x, hs, e, U))
    for m in mistakes:
        wrong = joined(backward(x, hs, e, U, m))
        norms = np.linalg.norm(right), np.linalg.norm(wrong)
        relative[m].append(float(np.linalg.norm(wrong - right) / norms[0]))
        cosine[m].append(float(wrong @ right / (norms[0] * norms[1])))
print("mistake                 relative error   cosine (5 seeds)")
for m in mistakes:
    error = f"{min(relative[m]):.2f} – {max(relative[m]):.2f}"
    print(f"{m:22}{error:>16}   {min(cosine[m]):.2f} – {max(cosine[m]):.2f}")
