"""The plain network adds what is near, and within this budget not what is far."""

import numpy as np
import pytest


@pytest.fixture
def curves(run):
    return {int(T): np.array(runs) for T, runs in run.values["errors"].items()}


def test_two_marks_one_in_each_half_and_the_target_is_their_sum(run):
    x, y = run.execute("imports", "data")["adding"](500, 20, np.random.default_rng(3))
    assert x.shape == (500, 20, 2) and (x[:, :10, 1].sum(1) == 1).all() and (x[:, 10:, 1].sum(1) == 1).all()
    assert set(np.unique(x[..., 1])) == {0, 1} and 0 <= x[..., 0].min() and x[..., 0].max() < 1
    for numbers, marks, total in zip(x[..., 0], x[..., 1], y, strict=True):
        assert numbers[marks == 1].sum() == pytest.approx(total)


def test_the_baseline_is_a_sixth(run):
    assert all(mse == pytest.approx(1 / 6, rel=0.1) for mse in run.values["baseline"].values())


def test_near_numbers_are_added_on_every_seed(run, curves):
    assert curves[10].shape == (3, run.values["epochs"])
    assert curves[10][:, -1].max() < 0.25 * run.values["baseline"]["10"]


def test_at_twenty_it_falls_later_and_less(run, curves):
    half = 0.5 * run.values["baseline"]["20"]
    assert np.median(curves[20].min(axis=1)) < half
    assert np.median(curves[20][:, -1]) > np.median(curves[10][:, -1])
    first = {T: np.median([np.argmax(c < half) if (c < half).any() else 99 for c in curves[T]]) for T in (10, 20)}
    assert first[20] > first[10]


def test_at_fifty_no_seed_learns_within_the_budget(run, curves):
    assert curves[50].min() > 0.85 * run.values["baseline"]["50"]
