"""What must be true of training on own forecasts."""

from statistics import mean

import numpy as np
import pytest


def test_a_network_with_nothing_given_reads_its_own_forecasts(run):
    data = run.execute("imports", "data", "feedback")
    model, width = data["network"](), data["width"]
    x = np.zeros((2, width + 15, 2), "float32")
    x[:, :width, 0], x[:, :width, 1] = data["start"][:2], 1
    free = np.asarray(model(x))[:, :, 0]
    given = x.copy()  # the same, with its own forecasts handed in from outside
    given[:, width:, 0], given[:, width:, 1] = free[:, width - 1 : -1], 1
    assert np.allclose(np.asarray(model(given))[:, :, 0], free, atol=1e-6)
    other = given.copy()
    other[:, width:, 0] += 1
    assert np.abs(np.asarray(model(other))[:, -1, 0] - free[:, -1]).max() > 1e-3


def test_pieces_and_test_windows_are_what_is_said(run):
    data = run.execute("imports", "data")
    for i in (0, 1, 599):
        assert np.array_equal(data["pieces"][i], data["series"][i : i + 60])
    assert (data["start"] - data["clean"][:, :20]).std() == pytest.approx(data["sigma"], rel=0.1)
    assert np.allclose(data["truth"][:, 1:-1] * 2 * np.cos(0.1), data["truth"][:, 2:] + data["truth"][:, :-2])


def test_own_forecasts_help_where_they_were_trained(run):
    errors = run.values["errors"]
    for band in ("2–10", "11–40"):
        assert max(errors["own forecasts"][band]) < min(errors["teacher forcing"][band])
    assert mean(errors["own forecasts"]["11–40"]) < 0.9 * mean(errors["teacher forcing"]["11–40"])


def test_they_cost_accuracy_at_the_first_step(run):
    errors = run.values["errors"]
    assert min(errors["own forecasts"]["1"]) > max(errors["teacher forcing"]["1"])


def test_they_are_not_reliable_beyond_the_horizon(run):
    errors = run.values["errors"]
    assert max(errors["own forecasts"]["41–314"]) > min(errors["teacher forcing"]["41–314"])
    assert max(errors["own forecasts"]["41–314"]) > 2 * max(errors["own forecasts"]["11–40"])


def test_twenty_coefficients_come_close_and_are_better_at_first(run):
    errors = run.values["errors"]
    linear = errors["fitted, 20 points"]
    assert linear["1"][0] < min(errors["own forecasts"]["1"] + errors["teacher forcing"]["1"])
    for band in ("2–10", "11–40"):
        assert 0.9 < linear[band][0] / mean(errors["own forecasts"][band]) < 1.25
        assert linear[band][0] < min(errors["teacher forcing"][band])


def test_the_exact_rule_is_worse_than_zero_and_two_fitted_points_fade(run):
    errors = run.values["errors"]
    assert errors["exact two-term"]["11–40"][0] > errors["always zero"]["11–40"][0]
    assert errors["fitted, 2 points"]["41–314"][0] == pytest.approx(errors["always zero"]["41–314"][0], rel=0.05)
    # The text derives the error of the exact rule over whole periods.
    assert errors["exact two-term"]["41–314"][0] == pytest.approx(run.values["sigma"] / np.sin(0.1), rel=0.15)
    assert "cure" in run.figures
