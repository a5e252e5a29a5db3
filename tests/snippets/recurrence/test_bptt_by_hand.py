"""What was computed on paper must be true."""

from math import tanh

import pytest


def test_by_hand_equals_measured(run):
    assert run.values["dU"] == pytest.approx(run.values["dU_measured"], abs=1e-8)
    assert run.values["dW"] == pytest.approx(run.values["dW_measured"], abs=1e-8)
    assert run.values["h_2"] == pytest.approx(tanh(tanh(1)))


def test_the_first_step_adds_nothing_to_the_recurrent_weight(run):
    def loss(first, second):  # the weight U, one copy a step; h_0 is 0
        return tanh(tanh(1 + 0 * first) * second)

    assert loss(1 + 1e-3, 1) == loss(1, 1)
    assert (loss(1, 1 + 1e-6) - loss(1, 1 - 1e-6)) / 2e-6 == pytest.approx(run.values["dU"], abs=1e-8)
