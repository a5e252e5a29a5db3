"""What the lab "Depth and width" claims must be true of its run."""

import numpy as np


def test_counts_follow_the_formula_and_are_about_equal(run):
    for layers, units in values(run, "widths").items():
        expected = 4 * units * (units + 2) + (layers - 1) * 4 * units * (2 * units + 1) + units + 1
        assert values(run, "counts")[layers] == expected
        assert abs(expected / run.values["budget"] - 1) < 0.1


def test_wider_is_better_on_the_sine(run):
    errors = values(run, "width_test")
    assert len(errors[4]) >= 3
    assert max(errors[32]) < min(errors[4]) / 10
    assert np.median(errors[32]) < np.median(errors[12]) < np.median(errors[4])


def test_nothing_overfits_on_the_sine(run):
    for units, training in values(run, "width_train").items():
        ratios = np.divide(values(run, "width_test")[units], training)
        assert ((0.5 < ratios) & (ratios < 2)).all()


def test_networks_beat_persistence_but_not_two_coefficients(run):
    for name in ("width_test", "depth_test"):
        for errors in values(run, name).values():
            assert max(errors) < run.values["sine_persistence"]
            assert min(errors) > 1e6 * run.values["sine_two"]
    assert run.values["sine_two"] < 1e-20


def test_three_layers_are_worse_than_one_of_equal_size(run):
    for name in ("depth_test", "depth_train", "noisy_test", "noisy_train"):
        errors = values(run, name)
        assert all(len(e) >= 3 for e in errors.values())
        assert min(errors[3]) > 1.2 * max(errors[1]), name
        assert min(errors[2]) < min(errors[3]), name


def test_noisy_signal_ranks_the_baselines(run):
    errors = values(run, "noisy_test")
    assert max(errors[1]) < 1.8 * run.values["noisy_window"]  # near its line in the figure
    assert max(errors[1]) < run.values["noisy_two"] < run.values["noisy_persistence"]
    assert min(min(e) for e in errors.values()) > run.values["noisy_window"] > run.values["noise_test"]


def test_figures(run):
    assert {"width-errors", "depth-errors"} <= set(run.figures)


def values(run, name):
    """A recorded dict whose keys are whole numbers, also where the record turned them into text."""
    return {int(key): value for key, value in run.values[name].items()}
