"""What must be true of a forecaster that only looks things up."""

import numpy as np


def test_windows_and_targets_line_up(run):
    data = run.execute("imports", "data")
    for i in range(950):
        assert np.array_equal(data["windows"][i], data["series"][i : i + 50])
        assert data["targets"][i] == data["series"][i + 50]
    assert np.array_equal(data["x_test"][:, 0], data["series"][800:950])


def test_no_test_window_contains_a_remembered_target(run):
    assert max(run.values["sizes"]) - 1 + 50 < 800


def test_remembering_more_never_hurts_and_ends_in_the_class_of_the_network(run):
    errors = run.values["memorizer_mse"]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] < run.values["persistence_mse"] / 10
    assert errors[-1] < 2e-6  # seeds put the LSTM of the chapter between 4e-7 and 4e-6


def test_every_test_window_has_a_twin_six_periods_earlier(run):
    nearest = run.execute("imports", "data", "look-up")["nearest"]
    assert np.array_equal(nearest, np.arange(800, 950) - 377)
    assert abs(377 * 0.1 - 6 * 2 * np.pi) < 0.001
    assert run.values["largest_distance"] < 0.001
