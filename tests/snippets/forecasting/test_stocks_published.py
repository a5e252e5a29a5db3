"""What must be true of the published forecast."""

import numpy as np
import pytest


@pytest.fixture
def data(run):
    return run.execute("imports", "data")


def test_data_are_what_is_said(data):
    assert len(data["price"]) == 3270 and data["dates"] == sorted(set(data["dates"]))
    assert (data["dates"][0], data["dates"][-1]) == ("2000-03-01", "2013-03-01")
    assert 40 < data["price"].min() < 45 and 175 < data["price"].max() < 185


def test_windows_and_cut_line_up(run, data):
    assert run.values["cut"] == 2616 and run.values["windows"] == 2556 and run.values["days"] == 654
    assert np.allclose(run.values["truth"], data["price"][2616:])
    assert np.allclose(run.values["persistence"], data["price"][2615:-1])
    assert 100 < min(run.values["truth"]) and max(run.values["truth"]) < 185


def test_the_plot_looks_good(run):
    assert run.values["mean_percent"] < 0.04 and run.values["r_squared"] > 0.85


def test_persistence_is_much_better(run):
    assert run.values["rmse"] > 1.4 * run.values["persistence_rmse"]
    assert run.values["rmse"] < 4 * run.values["persistence_rmse"]


def test_the_curve_comes_after_the_price(run):
    by_lag, lags = run.values["by_lag"], list(range(-5, 11))
    assert 1 <= run.values["peak"] <= 8
    assert max(by_lag) == by_lag[lags.index(run.values["peak"])] > 0.15
    assert abs(by_lag[lags.index(0)]) < 0.15
    assert np.mean([c for lag, c in zip(lags, by_lag, strict=True) if 1 <= lag <= 6]) > 0.12
    # Recomputed with loops: lag 3 pairs the curve's move of a day with the price's three days before.
    curve, moves = np.diff(run.values["forecast"]), np.diff(run.values["truth"])
    pairs = [(curve[t], moves[t - 3]) for t in range(3, len(moves))]
    assert np.corrcoef(np.array(pairs).T)[0, 1] == pytest.approx(by_lag[lags.index(3)], abs=1e-9)


def test_hits_are_those_of_a_coin(run):
    assert abs(run.values["hit_rate"] - 0.5) < 0.08
    assert abs(run.values["bet_correlation"]) < 0.2
    assert {"overlay", "lagged"} <= set(run.figures)
