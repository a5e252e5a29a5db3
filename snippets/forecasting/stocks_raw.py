"""Find the days on which a share split, which a network takes for crashes."""

# %% imports
import csv
import gzip
from importlib.metadata import distribution

import numpy as np

# %% find
# The data: pip install --no-deps bokeh-sampledata==2026.1
path = distribution("bokeh-sampledata").locate_file(
    "bokeh_sampledata/_data/stocks.csv.gz"
)
with gzip.open(path, "rt") as file:
    rows = list(csv.DictReader(file))
factors, spread, falls = {}, {}, {}
for share in "IBM", "AAPL", "MSFT":
    mine = [row for row in rows if row["Ticker"] == share]
    raw = np.array([float(row["Close"]) for row in mine])
    adjusted = np.array([float(row["Adj Close"]) for row in mine])
    raw_move, move = raw[1:] / raw[:-1], adjusted[1:] / adjusted[:-1]
    splits = np.flatnonzero(move / raw_move > 1.3)
    factors[share] = [float(move[i] / raw_move[i]) for i in splits]
    spread[share] = float(np.std(np.log(raw_move)) / np.std(np.log(move)))
    for i in splits:
        print(
            f"{share:5}{mine[i + 1]['Date']}   raw {raw_move[i] - 1:+.1%}"
            f"   adjusted {move[i] - 1:+.1%}   factor {move[i] / raw_move[i]:.2f}"
        )
    worst = int(np.argmin(raw_move))
    falls[share] = [mine[worst + 1]["Date"], float(move[worst] - 1)]
    print(f"{share:5}{falls[share][0]}   raw {raw_move[worst] - 1:+.1%}"
          f"   adjusted {falls[share][1]:+.1%}   the largest fall")
    print(f"{share:5}deviation of raw ÷ of adjusted moves: {spread[share]:.2f}")
