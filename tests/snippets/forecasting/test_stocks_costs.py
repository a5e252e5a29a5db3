"""What must be true of costs and luck."""

import math

import numpy as np
import pytest


def test_coins_that_know_enough_earn_what_they_pay(run):
    assert run.values["gross"] == pytest.approx(run.values["fees"], abs=0.5)
    assert run.values["fees"] == pytest.approx(run.values["cost"], rel=0.05)


def test_break_even_is_the_formula(run):
    for share, m in run.values["move"].items():
        for cost, q, years in zip(run.values["costs"], run.values["needed"][share], run.values["years"][share], strict=True):
            assert (2 * q - 1) * m == pytest.approx(cost)
            assert 1.96 * np.sqrt(0.25 / (252 * years)) == pytest.approx(q - 0.5)


def test_at_the_least_number_of_years_a_true_hit_rate_is_found_every_other_time(run):
    random = np.random.default_rng(1)
    for place in (0, 1):
        days, q = round(252 * run.values["years"]["IBM"][place]), run.values["needed"]["IBM"][place]
        hits = random.binomial(days, q, 20000) / days
        assert np.mean(hits > 0.5 + 1.96 * np.sqrt(0.25 / days)) == pytest.approx(0.5, abs=0.03)


def test_the_interval_and_the_days(run):
    assert run.values["days"] == 654
    assert 0.035 < run.values["half_width"] < 0.041
    assert 0.525 < run.values["needed"]["IBM"][1] < 0.535  # “a hit rate of 53 %”
    assert 1.96 * np.sqrt(0.25 / 252) == pytest.approx(0.062, abs=0.001)  # “about ± 6 %” in the last question


def test_a_coin_is_right_on_55_percent_of_a_years_days_in_one_year_of_seventeen():
    years = 2**252 / sum(math.comb(252, hits) for hits in range(139, 253))
    assert 16 < years < 18.5


def test_the_best_of_many_coins_is_good(run):
    best = run.values["best"]
    assert best == sorted(best) and best[0] == pytest.approx(0.5, abs=0.005)
    assert best[2] > 0.5 + run.values["half_width"]
    assert "needed" in run.figures


def test_moves_are_simple_returns_of_the_test_days(run):
    data = run.execute("imports", "data")
    price = np.array(data["prices"]["IBM"])
    assert np.allclose(data["test"]["IBM"], price[2616:] / price[2615:-1] - 1)
