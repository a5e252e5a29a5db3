"""A unit with a fixed update gate is an exponential moving average, with the time constant of the formula."""

import numpy as np
import pytest


def test_it_is_a_moving_average(run):
    assert run.values["difference"] < 1e-6
    ours = run.execute("imports", "layer")
    pulse = np.zeros((1, 60, 1), "float32")
    pulse[0, 0] = 1
    h = np.asarray(ours["layer"](pulse))[0]
    expected = (1 - ours["z"]) * np.tanh(1) * ours["z"] ** np.arange(60)[:, None]
    assert h == pytest.approx(expected, abs=1e-6)


def test_measured_time_constants_are_those_of_the_formula(run):
    for tau, measured, z in zip(run.values["tau"], run.values["measured"], run.values["z"], strict=True):
        assert tau == pytest.approx(-1 / np.log(z))
        assert 0 <= measured - tau <= 1  # the first whole step at or after tau


def test_a_fresh_gru_forgets_half_at_every_step(run):
    low, middle, high = (run.values[name] for name in ("low", "middle", "high"))
    assert 0.4 < low < middle < high < 0.6 and middle == pytest.approx(0.5, abs=0.02)


def test_the_figure_is_there(run):
    assert set(run.figures) == {"leak"}
