"""What must be true of direct and recursive linear forecasts."""

import numpy as np
import pytest


def test_one_step_ahead_both_are_the_same_rule(run):
    assert run.values["mean"]["direct"][0] == pytest.approx(run.values["mean"]["recursive"][0], rel=1e-9)


def test_direct_rules_are_better_farther_ahead(run):
    mean, better = run.values["mean"], run.values["better"]
    for place in (1, 2, 3):
        assert mean["direct"][place] < mean["recursive"][place]
        assert better[place] == 1  # “in every draw”


def test_windows_end_where_the_horizon_begins(run):
    data = run.execute("imports", "data")
    windows = data["sliding_window_view"](data["clean"], data["terms"])
    assert windows[7][-1] == data["clean"][7 + data["terms"] - 1]


def test_an_error_runs_by_the_rule_from_its_two_starting_values():
    delta, e0, e1 = 0.1, 0.3, -0.2
    closed = [(np.sin((k + 1) * delta) * e1 - np.sin(k * delta) * e0) / np.sin(delta) for k in range(-1, 40)]
    errors = [e0, e1]
    while len(errors) < len(closed):
        errors.append(2 * np.cos(delta) * errors[-1] - errors[-2])
    assert np.allclose(closed, errors, atol=1e-12)
