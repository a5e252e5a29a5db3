"""What the tables of old lines say, checked against the snippet that has run them."""

import re
import warnings
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[1] / "docs/en/reference/migrating.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| `([^`]+)` \| (?:`([^`]+)`|`` (.+?) ``) \| `([^`]+)`")


def check_rows(run, heading: str, following: str):
    """The rows between the two headings of the page are the pairs that ``run`` tried, each with what Keras said."""
    rows = ROW.findall(PAGE.partition(heading)[2].partition(following)[0])
    pairs = dict(run.execute("imports", "lines")["pairs"])
    assert set(pairs) == set(run.values["said"]) and len(rows) == len(pairs)
    for shown, message, ticked, new in rows:
        old = shown if shown in pairs else f"from keras import backend as K; {shown}"
        assert (message or ticked) == run.values["said"][old] and new == pairs[old]


def check_old(run):
    """Every old line fails or warns."""
    assert "nothing" not in run.values["said"].values()
    for old, said in run.values["said"].items():
        assert len(said) > 10 and re.match(r"(\w+Error: |Argument|Do not)", said), (old, said)


def check_new(run):
    """Every new line runs without a warning."""
    cells = run.execute("imports", "lines")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        for _, new in cells["pairs"]:
            exec(new, dict(cells))
