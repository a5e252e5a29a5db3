"""Unclipped fails, clipped learns, on every seed."""

import numpy as np
import pytest


def test_data_are_the_adding_problem(run):
    data = run.execute("imports", "data")
    for x, y in (data["x"], data["y"]), (data["x_test"], data["y_test"]):
        assert (x[:, :50, 1].sum(1) == 1).all() and (x[:, 50:, 1].sum(1) == 1).all()
        assert np.allclose((x[..., 0] * (x[..., 1] == 1)).sum(1), y)
    assert data["baseline"] == pytest.approx(1 / 6, rel=0.1)
    assert not np.array_equal(data["x"][:1000], data["x_test"])


def test_unclipped_fails_with_every_seed(run):
    for final in run.values["final"]["unclipped"]:
        assert not float(final) < 0.9 * run.values["baseline"]  # above, or no number at all


def test_unclipped_explodes(run):
    """After the first epoch the training loss jumps far above the baseline, or there is no loss any more."""
    later = [np.array(loss[1:], dtype=float) for loss in run.values["losses"]["unclipped"]]
    assert any(not np.isfinite(loss[-1]) or loss.max() > 5 for loss in later)


def test_clipped_learns_with_every_seed(run):
    assert max(run.values["final"]["clipped"]) < 0.75 * run.values["baseline"]
