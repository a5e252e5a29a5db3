"""The table of half-lives is right, and so is the bias that keeps half for a hundred steps."""

import math

import pytest


def test_half_lives_and_what_is_left(run):
    for bias, half_life, left in zip(*(run.values[name] for name in ("bias", "half_life", "left")), strict=True):
        gate = math.exp(bias) / (1 + math.exp(bias))
        assert gate**half_life == pytest.approx(0.5)
        state = 1.0
        for _ in range(100):
            state *= gate
        assert left == pytest.approx(state)
    assert run.values["bias"][:2] == [0, 1] and run.values["half_life"][0] == pytest.approx(1)
    assert 2 < run.values["half_life"][1] < 2.5  # a cell with bias 1 forgets half in "about two steps"
    assert len(run.output["table"].splitlines()) == 1 + len(run.values["bias"])


def test_the_inverse(run):
    assert (1 / (1 + math.exp(-run.values["bias_wanted"]))) ** 100 == pytest.approx(0.5)
    assert 4.5 < run.values["bias_wanted"] < 5
