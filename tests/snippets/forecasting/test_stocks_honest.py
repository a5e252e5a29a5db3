"""What must be true of an honest test on three shares."""

import numpy as np
import pytest

SHARES = ("IBM", "AAPL", "MSFT")


def ratios(run, share, name):
    return [ratio for ratio, _ in run.values["results"][share][name]]


def test_prices_leave_the_range_of_training_for_two_shares_only(run):
    prices = run.execute("imports", "data")["prices"]
    for share in SHARES:
        price, cut = prices[share], int(0.8 * 3270)
        assert len(price) == 3270
        outside = np.mean(price[cut:] > price[:cut].max())
        assert outside == 0 if share == "MSFT" else outside > 0.9
    assert prices["MSFT"].min() == prices["MSFT"][1:2556].min() and prices["MSFT"].max() == prices["MSFT"][1:2556].max()


@pytest.mark.parametrize("share", SHARES)
def test_nothing_usefully_beats_persistence(run, share):
    for name, found in run.values["results"][share].items():
        assert min(ratio for ratio, _ in found) > 0.98, name
    assert ratios(run, share, "persistence") == [1]


@pytest.mark.parametrize("share", SHARES)
def test_returns_come_close_and_levels_do_not(run, share):
    assert 0.99 < min(ratios(run, share, "LSTM, returns")) and max(ratios(run, share, "LSTM, returns")) < 1.05
    assert abs(ratios(run, share, "linear, returns")[0] - 1) < 0.02
    for name in ("LSTM, scaled on all", "LSTM, scaled on train"):
        assert min(ratios(run, share, name)) > 1.15


def test_the_same_linear_model_is_above_one_somewhere(run):
    best = min(ratio for share in SHARES for name in run.values["results"][share] for ratio in ratios(run, share, name))
    assert ratios(run, "AAPL", "linear, level")[0] == best < 1
    assert min(ratios(run, share, "linear, level")[0] for share in ("IBM", "MSFT")) > 1


def test_the_leaky_scaler_flatters_where_prices_leave_their_range_only(run):
    for share in ("IBM", "AAPL"):
        assert np.mean(ratios(run, share, "LSTM, scaled on all")) < 0.8 * np.mean(ratios(run, share, "LSTM, scaled on train"))
        assert np.mean(ratios(run, share, "LSTM, scaled on train")) > 3
    assert np.allclose(ratios(run, "MSFT", "LSTM, scaled on all"), ratios(run, "MSFT", "LSTM, scaled on train"), rtol=1e-6)
    assert max(ratios(run, "MSFT", "LSTM, scaled on train")) < min(ratios(run, "AAPL", "LSTM, scaled on train"))


def test_hit_rates_are_within_a_hands_breadth_of_a_coin(run):
    for share in SHARES:
        assert abs(run.values["up"][share] - 0.5) < 0.05
        for _, hits in run.values["results"][share]["LSTM, returns"]:
            assert abs(hits - 0.5) < 0.08
    every = [hits for share in SHARES for _, hits in run.values["results"][share]["LSTM, returns"]]
    assert run.values["days"] == 654
    assert every == [hits for share in SHARES for hits in run.values["hits"][share]]
    # Apple and IBM rose, and the recipe went in opposite directions.
    assert min(run.values["up"]["AAPL"], run.values["up"]["IBM"]) > 0.5 > run.values["up"]["MSFT"]
    assert max(run.values["hits"]["IBM"]) < 0.5 < min(run.values["hits"]["AAPL"])
    assert min(every) == min(run.values["hits"]["IBM"]) < 0.5 - 1.96 * np.sqrt(0.25 / 654)  # outside of the interval


def test_a_test_window_begins_after_the_last_training_target(run):
    cut, width = run.values["cut"], run.values["width"]
    place = np.arange(3270)
    targets, windows = place[width + 1 :], np.lib.stride_tricks.sliding_window_view(place[1:-1], width)
    assert targets[cut - width - 1] < windows[cut][0]
