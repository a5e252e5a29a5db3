"""How many numbers each layer carries."""

import pytest


def test_sizes(run):
    numbers, worth = run.values["numbers"], run.values["worth"]
    assert list(numbers["softmax attention"]) == [2048, 20_480_000]
    assert all(first == last for name, (first, last) in numbers.items() if name != "softmax attention")
    assert numbers["LSTM"][0] == 2 * numbers["GRU, minGRU"][0] == 2048
    assert worth["linear attention"] == pytest.approx(32.5) and worth["Mamba"] == 16 and worth["Mamba-2"] == 128
    assert worth["LSTM"] == 1 and worth["GRU, minGRU"] == 0.5


def test_the_figure_is_there(run):
    assert set(run.figures) == {"sizes"}
