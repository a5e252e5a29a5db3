"""Unclipped fails, clipped learns, on every seed."""

import numpy as np
import pytest


def test_data_are_the_adding_problem(run):
    data = run.execute("imports", "data")
    x, y = data["x"], data["y"]
    assert (x[:, :50, 1].sum(1) == 1).all() and (x[:, 50:, 1].sum(1) == 1).all()
    assert np.allclose((x[..., 0] * (x[..., 1] == 1)).sum(1), y)
    assert data["baseline"] == pytest.approx(1 / 6, rel=0.1)


def test_unclipped_fails_with_every_seed(run):
    for final in run.values["final"]["unclipped"]:
        assert not float(final) < 0.9 * run.values["baseline"]  # above, or no number at all


def test_unclipped_explodes(run):
    """Each run is at some time far above where it was: the loss of a fresh network, or breaks off."""
    blown = [max(v for v in loss[1:] if np.isfinite(v)) > 5 or not np.isfinite(loss[-1]) for loss in run.values["losses"]["unclipped"]]
    assert sum(blown) >= 2


def test_clipped_learns_with_every_seed(run):
    assert max(run.values["final"]["clipped"]) < 0.5 * run.values["baseline"]
