"""What must be true of targets that are off by one."""

import numpy as np
import pytest


def test_pairs_are_shifted_as_said(run):
    pairs = run.execute("imports", "shift")["pairs"]
    x = np.arange(1000)
    for shift, count in ((-1, 951), (0, 950), (1, 949)):
        windows, targets = pairs(x, shift)
        assert windows.shape == (count, 50) and targets.shape == (count,)
        for i in range(count):
            assert np.array_equal(windows[i], x[i : i + 50]) and targets[i] == i + 50 + shift


def test_the_line_in_the_exercise_is_shift_minus_one(run):
    series, width = np.arange(1000), 50
    windows, targets = run.execute("imports", "shift")["pairs"](series, -1)
    assert np.array_equal(targets[:-1], series[width - 1 : -1])


def test_no_test_window_contains_a_training_target_and_the_gap_is_no_wider_than_needed(run):
    shared = run.execute("imports", "shift", "ask")
    assert shared["x"].shape == (600, 50) and len(shared["x_test"]) == 949 - 651
    windows, targets = shared["pairs"](np.arange(1000), 1)
    assert windows[651:].min() == targets[:600].max() + 1


def test_count_shows_where_the_targets_stand(run):
    lines = run.output["count"].splitlines()
    assert [line.rsplit(maxsplit=1)[1] for line in lines] == ["49", "50", "51"]
    assert all("ends in 49" in line for line in lines)


def test_persistence_is_perfect_when_the_target_is_the_last_input(run):
    errors = {int(shift): error for shift, error in run.values["persistence_mse"].items()}
    assert errors[-1] == 0
    assert errors[0] == pytest.approx(1 - np.cos(0.1), rel=0.1)
    assert 3.5 < errors[1] / errors[0] < 4.5


def test_two_term_model_notices_nothing(run):
    assert max(run.values["two_term_mse"].values()) < 1e-20
