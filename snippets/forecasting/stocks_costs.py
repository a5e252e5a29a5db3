"""Find how often a forecast must be right to pay for its trades."""

# %% imports
import csv
import gzip
from importlib.metadata import distribution

import matplotlib.pyplot as plt
import numpy as np

# %% data
# The data: pip install --no-deps bokeh-sampledata==2026.1
path = distribution("bokeh-sampledata").locate_file(
    "bokeh_sampledata/_data/stocks.csv.gz"
)
prices = {"IBM": [], "AAPL": [], "MSFT": []}
with gzip.open(path, "rt") as file:
    for row in csv.DictReader(file):
        if row["Ticker"] in prices:
            prices[row["Ticker"]].append(float(row["Adj Close"]))
returns = {share: np.diff(price) / price[:-1] for share, price in prices.items()}
test = {share: r[int(0.8 * (len(r) + 1)) - 1:] for share, r in returns.items()}

# %% break-even
costs = [1, 5, 10]  # basis points of the traded value; 100 of them are 1 %
move, needed, years = {}, {}, {}
print(f"     mean |return|   hit rate needed at a cost of {costs} bp")
for share, r in test.items():
    move[share] = float(1e4 * np.mean(abs(r)))  # in basis points
    needed[share] = [0.5 + cost / (2 * move[share]) for cost in costs]
    # Days until such a hit rate is two standard errors above one half
    years[share] = [0.25 * (1.96 / (p - 0.5)) ** 2 / 252 for p in needed[share]]
    pairs = zip(needed[share], years[share])
    rates = "".join(f"{p:8.1%} ({y:.1f} years)" for p, y in pairs)
    print(f"{share:5}{move[share]:8.0f} bp  {rates}")

# %% check
# Coins that know: right with probability p, whatever the size of the move.
random = np.random.default_rng(0)
r, cost = test["IBM"], 5
p = needed["IBM"][costs.index(cost)]
draws = 2000
right = random.random((draws, len(r))) < p
position = np.where(right, np.sign(r), -np.sign(r))  # +1 is long, -1 is short
traded = abs(np.diff(position, axis=1, prepend=0))  # turning round trades two
daily = 1e4 * (position * r).mean(axis=1)
paid = cost * traded.mean(axis=1)
gross, fees = float(daily.mean()), float(paid.mean())
profit_spread = float(np.std(daily - paid))
print(f"at {p:.1%} right, IBM: {gross:.2f} bp a day earned, {fees:.2f} bp paid")
print(f"one such test of {len(r)} days is off by ± {profit_spread:.1f} bp a day")

# %% uncertainty
days = len(r)
half_width = 1.96 * np.sqrt(0.25 / days)
coins = [1, 10, 100, 1000]  # forecasters without any skill
hits = random.binomial(days, 0.5, (1000, 1000)) / days
best = [float(hits[:, :k].max(axis=1).mean()) for k in coins]
print(f"95 % interval of a hit rate over {days} days: ± {half_width:.1%}")
print("best of", ", ".join(f"{k}: {b:.1%}" for k, b in zip(coins, best)))

# %% plot
fig, ax = plt.subplots(num="needed", figsize=(6, 3.2), layout="constrained")
cost_axis = np.array([0, 20])
for (share, m), color in zip(move.items(), ["C0", "C1", "C4"]):
    ax.plot(cost_axis, 50 + 50 * cost_axis / m, color, label=share)
ax.axhline(50 + 100 * half_width, color="C5", ls="--", label="luck, 1 in 40")
ax.axhline(100 * best[2], color="C5", ls=":", label="best of 100 coins")
ax.set(xlabel="cost of a trade (basis points)", ylabel="hit rate needed (%)")
fig.legend(loc="outside upper center", ncols=3)
plt.show()
