"""Theorem 1 of the Mamba paper: with one state, A = -1 and B = 1, the selective state-space model is a gate."""


def test_the_exact_discretization_is_the_gate(run):
    assert run.values["exact_difference"] < 1e-12


def test_the_first_order_one_is_not(run):
    assert run.values["short_difference"] > 1
