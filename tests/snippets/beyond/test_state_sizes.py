"""How many numbers each layer carries."""

import pytest


def test_sizes(run):
    numbers, worth = run.values["numbers"], run.values["worth"]
    assert list(numbers["softmax attention"]) == [2048, 20_480_000]
    assert all(first == last for name, (first, last) in numbers.items() if name != "softmax attention")
    assert numbers["LSTM"][0] == 2 * numbers["GRU, minGRU"][0] == 2048
    assert worth["linear attention"] == pytest.approx(32.5) and worth["Mamba"] == 16 and worth["Mamba-2"] == 128
    assert numbers["mLSTM"][0] == 4 * (512**2 + 512 + 1) and run.values["m"] == 512
    assert 512 < worth["mLSTM"] < 514 and max(worth[name] for name in worth if name != "mLSTM") == worth["Mamba-2"]
    assert worth["LSTM"] == 1 and worth["GRU, minGRU"] == 0.5
