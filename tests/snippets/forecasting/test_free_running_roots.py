"""What must be true of the roots of linear rules."""

import numpy as np
import pytest


def test_runs_lie_on_the_spirals_of_their_roots(run):
    assert max(run.values["differences"]) < 1e-10


def test_small_errors_in_coefficients_fade_or_drift(run):
    shown = run.values["shown"]
    assert shown["exact"] == pytest.approx([1, 0], abs=1e-6)
    # d omega = -da / (2 r sin omega), with da = 0.01 % of 2 cos(0.1)
    drift = -1e-4 * 2 * np.cos(0.1) / (2 * np.sin(0.1)) * run.values["steps"]
    assert shown["a + 0.01 %"] == pytest.approx([1, drift], rel=0.01)
    assert shown["b − 0.1 %"][0] == pytest.approx(0.999 ** (run.values["steps"] / 2))
    assert shown["b − 0.1 %"][1] < -1
    assert 1 / (2 * np.sin(0.1)) == pytest.approx(5, rel=0.01)  # “five times as large”


def test_noise_pulls_the_roots_inside_and_more_points_push_them_back(run):
    radii = run.values["radii"]
    assert radii["2"] < 0.99 and radii["10"] < radii["20"] < 1.001
    assert radii["20"] == pytest.approx(1, abs=2e-3)
    assert radii["40"] == pytest.approx(1, abs=2e-3)
