"""What must be true of direct and recursive linear forecasts."""

import pytest


def test_one_step_ahead_both_are_the_same_rule(run):
    assert run.values["mean"]["direct"][0] == pytest.approx(run.values["mean"]["recursive"][0], rel=1e-9)


def test_direct_rules_are_better_farther_ahead(run):
    mean, better = run.values["mean"], run.values["better"]
    for place in (1, 2, 3):
        assert mean["direct"][place] < mean["recursive"][place]
        assert better[place] > 0.8


def test_windows_end_where_the_horizon_begins(run):
    data = run.execute("imports", "data")
    windows = data["sliding_window_view"](data["clean"], data["terms"])
    assert windows[7][-1] == data["clean"][7 + data["terms"] - 1]
