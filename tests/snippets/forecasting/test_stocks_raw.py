"""What must be true of the days on which shares split."""

import pytest


def test_two_shares_split_in_two(run):
    assert run.values["factors"]["IBM"] == []
    assert run.values["factors"]["AAPL"] == pytest.approx([2, 2], rel=0.01)
    assert run.values["factors"]["MSFT"] == pytest.approx([2], rel=0.01)
    for day in ("2000-06-21", "2005-02-28", "2003-02-18"):
        assert day in run.output["find"]


def test_days_of_splits_were_gains_and_the_largest_fall_was_real(run):
    gains = [line for line in run.output["find"].splitlines() if "factor" in line]
    assert len(gains) == 3 and all("adjusted +" in line for line in gains)
    date, fall = run.values["falls"]["AAPL"]
    assert date == "2000-09-29" and -0.53 < fall < -0.51


def test_raw_moves_vary_more_where_there_was_a_split(run):
    assert run.values["spread"]["IBM"] == pytest.approx(1, abs=0.01)
    assert run.values["spread"]["AAPL"] > 1.05 and run.values["spread"]["MSFT"] > 1.05
