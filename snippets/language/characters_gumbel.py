"""Draw characters with Gumbel noise, and compare with the softmax."""

# %% draw
import numpy as np

scores = np.array([2.0, 1.0, 0.0, -1.0])  # logits of four characters
draws = 100_000
noise = np.random.default_rng(0).gumbel(size=(draws, 4))
wanted, drawn, entropy = {}, {}, {}
for tau in (0.5, 1.0, 1.5):
    p = np.exp(scores / tau) / np.exp(scores / tau).sum()
    chosen = (scores + tau * noise).argmax(axis=1)
    wanted[tau] = p
    drawn[tau] = np.bincount(chosen, minlength=4) / draws
    entropy[tau] = float(-(p * np.log2(p)).sum())
    print(f"tau {tau}  softmax", *(f"{a:.3f}" for a in p),
          f" {entropy[tau]:.2f} bits")
    print("         drawn  ", *(f"{a:.3f}" for a in drawn[tau]))
