"""What must be true of a unit that keeps a bit."""

import math

import pytest


def test_small_weights_forget_and_a_large_one_keeps(run):
    kept = run.values["kept"]
    assert abs(kept["0.5"][2]) < 1e-9 and abs(kept["0.9"][2]) < 1e-9  # long before the reset
    assert 0.02 < kept["1.0"][2] < 0.1  # it fades, but slowly
    assert kept["2.0"][2] == pytest.approx(0.9575, abs=1e-3)
    assert kept["2.0"][4] == pytest.approx(-0.9575, abs=1e-3)


def test_the_state_it_keeps_is_a_fixed_point(run):
    h = run.values["kept"]["2.0"][2]
    assert h == pytest.approx(math.tanh(2 * h), abs=1e-12)


def test_without_an_input_it_stays_at_zero(run):
    states = run.execute("imports", "latch")["states"]
    assert not states([0.0] * 50, w=4, u=2.0).any()
