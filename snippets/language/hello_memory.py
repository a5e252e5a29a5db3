"""Find how many characters of context a sentence needs."""

# %% count
from collections import Counter

import numpy as np


def floor(text, n):
    """Bits a character of the best model that sees n characters."""
    contexts = [text[max(0, i - n) : i] for i in range(1, len(text))]
    pairs = list(zip(contexts, text[1:]))
    both, one = Counter(pairs), Counter(contexts)
    return float(np.mean([np.log2(one[c] / both[c, char]) for c, char in pairs]))


sentences = {
    "hello world": "hello world",
    "woodchuck": "how much wood would a woodchuck chuck "
    "if a woodchuck could chuck wood",
    "to be": "to be or not to be that is the question",
}
floors, needed = {}, {}
print("characters of context  " + "".join(f"{n:6}" for n in range(1, 9)))
for name, text in sentences.items():
    floors[name] = [floor(text, n) for n in range(1, 21)]
    needed[name] = 1 + next(n for n, b in enumerate(floors[name]) if b < 1e-9)
    print(f"{name:22} " + "".join(f"{bits:6.2f}" for bits in floors[name][:8])
          + f"   needs {needed[name]}")
