"""The unit stores at "store", keeps, and clears at "clear"; each weight that is not zero is needed."""

import numpy as np
import pytest


def test_it_stores_keeps_and_clears(run):
    kept = dict(zip(run.values["steps"], run.values["kept"], strict=True))
    first, second = run.values["wanted"][10], run.values["wanted"][500]
    assert abs(first - second) > 0.2 and min(abs(first), abs(second)) > 0.05
    assert [kept[t] for t in (9, 900, 999)] == pytest.approx([0, 0, 0], abs=1e-4)
    assert [kept[t] for t in (10, 11, 499)] == pytest.approx([first] * 3, abs=1e-4)
    assert [kept[t] for t in (500, 899)] == pytest.approx([second] * 2, abs=1e-4)


PLACES = [("W", (0, 2)), ("W", (1, 0)), ("W", (1, 1)), ("W", (2, 1)), ("b", 0), ("b", 1), ("b", 3)]


@pytest.mark.parametrize("name, place", PLACES)
def test_each_weight_is_needed(run, name, place):
    cell = run.execute("weights")
    assert cell[name][place] != 0
    cell[name][place] = 0
    exec(next(c["source"] for c in run.cells if c["name"] == "run"), cell)
    assert np.abs(np.array(cell["kept"]) - run.values["kept"]).max() > 0.1


def test_the_columns_are_named_in_order(run):
    source = next(c["source"] for c in run.cells if c["name"] == "weights")
    comment = next(line for line in source.splitlines() if line.startswith("#"))
    assert comment.split() == ["#", "i", "f", "c", "o"]  # the order is checked in test_lstm_numpy.py
