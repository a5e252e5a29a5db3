"""What must be true of the intervals: they are Wilson's, and overlap where the page says so."""

from math import comb

import numpy as np


def test_an_interval_solves_wilsons_equation(run):
    for errors, bounds in run.values["intervals"].items():
        p = 1 - int(errors) / 370
        for bound in bounds:
            assert np.isclose((p - bound) ** 2, 1.96**2 * bound * (1 - bound) / 370, atol=1e-9)


def test_five_and_ten_errors_overlap_and_five_and_twenty_two_do_not(run):
    intervals = run.values["intervals"]
    assert intervals["10"][1] > intervals["5"][0]
    assert intervals["22"][1] < intervals["5"][0]


def test_overlap_is_no_proof_that_there_is_no_difference(run):
    intervals = run.values["intervals"]
    assert intervals["15"][1] > intervals["5"][0]  # they overlap a little
    # Fisher's exact test of 5 against 15 errors, both sides
    p = [comb(370, k) * comb(370, 20 - k) / comb(740, 20) for k in range(21)]
    assert 0.02 < sum(q for q in p if q <= p[5] * (1 + 1e-9)) < 0.05


def test_the_simulation_agrees_with_the_binomial(run):
    p = [comb(370, k) * 0.025**k * 0.975 ** (370 - k) for k in range(60)]
    exact = sum(p[i] * p[j] for i in range(60) for j in range(60) if abs(i - j) >= 5)
    assert abs(run.values["differ"] - exact) < 0.01
    assert 0.2 < run.values["differ"] < 0.4
