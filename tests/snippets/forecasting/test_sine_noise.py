"""What must be true of linear forecasts of a noisy sine."""

from statistics import mean

import numpy as np
import pytest


def test_noise_is_what_is_said(run):
    data = run.execute("imports", "data")
    noise = data["noisy"] - data["clean"]
    assert noise.shape == (20, 1000)
    assert noise.std() == pytest.approx(data["sigma"], rel=0.05)
    assert np.allclose(data["clean"], np.sin(0.1 * np.arange(1000)))


def test_exact_recurrence_has_the_error_that_algebra_gives(run):
    assert run.values["predicted"] == pytest.approx(2 + 4 * np.cos(0.1) ** 2)
    assert mean(run.values["errors"]["exact two-term"]) == pytest.approx(run.values["predicted"], rel=0.1)


def test_persistence_has_about_twice_the_noise_and_a_little_more(run):
    expected = 2 + (1 - np.cos(0.1)) / run.values["sigma"] ** 2
    assert mean(run.values["errors"]["persistence"]) == pytest.approx(expected, rel=0.1)


def test_exact_recurrence_is_the_worst_of_all(run):
    errors = {name: mean(values) for name, values in run.values["errors"].items()}
    exact = errors.pop("exact two-term")
    assert exact > 2 * max(errors.values())
    assert exact > 2 * errors["persistence"]


def test_a_longer_memory_pays_but_never_beats_the_noise(run):
    fitted = [mean(run.values["errors"][f"fitted, {n} points"]) for n in run.values["lengths"]]
    assert fitted == sorted(fitted, reverse=True)
    assert fitted[-1] < 0.6 * fitted[0]
    assert 1 < fitted[-1] < 1.3
